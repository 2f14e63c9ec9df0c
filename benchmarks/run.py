"""Every benchmark, one table after another: python -m benchmarks.run."""

from benchmarks import analysis, bootstrap, instruments, parallel, projects, scale, tagging

if __name__ == "__main__":
    for each in (analysis, bootstrap, parallel, scale, tagging, projects, instruments):
        each.main()
