"""Every benchmark, one table after another: python -m benchmarks.run."""

from benchmarks import analysis, bootstrap, instruments, parallel, scale

if __name__ == "__main__":
    for each in (analysis, bootstrap, parallel, scale, instruments):
        each.main()
