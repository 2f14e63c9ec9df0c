"""The pictures of a Q analysis: matplotlib figures that carry their text alternative."""

from qmethod.plots.factor_array import plot_factor_array
from qmethod.plots.framework import plot_framework
from qmethod.plots.loadings import plot_loadings
from qmethod.plots.picture import Picture, alt_text
from qmethod.plots.retention import plot_retention
from qmethod.plots.z_scores import plot_bootstrap, plot_z_scores

__all__ = [
    "Picture",
    "alt_text",
    "plot_bootstrap",
    "plot_factor_array",
    "plot_framework",
    "plot_loadings",
    "plot_retention",
    "plot_z_scores",
]
