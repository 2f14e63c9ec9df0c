"""Rotated factors: analytic, by hand, and to a target.

Plain arrays: loadings are shape (m, k), participants by factors.
"""

from __future__ import annotations

from cmath import phase, rect
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from corpora.errors import StudyError
from qmethod.arrays import Floats
from qmethod.extraction import signs

ORTHOGONAL = ("varimax", "quartimax", "equamax")
OBLIQUE = ("promax", "oblimin")
ROTATIONS = ("varimax", "none", "quartimax", "equamax", "promax", "oblimin")

_SMALLEST_ANGLE = 1e-13
_MOST_SWEEPS = 2000


@dataclass(frozen=True)
class ObliqueRotation:
    """Pattern (m, k), structure (m, k) and correlations between factors, phi (k, k)."""

    pattern: Floats
    structure: Floats
    phi: Floats


def rotate(loadings: Floats, method: str) -> Floats | ObliqueRotation:
    """The loadings after the analytic rotation named; oblique ones keep their three tables."""
    if method not in ROTATIONS:
        raise StudyError(f'Rotation "{method}" is unknown; choose one of {", ".join(ROTATIONS)}.')
    if method == "none" or loadings.shape[1] < 2:
        return loadings.copy()
    if method == "varimax":
        return varimax(loadings)
    if method == "quartimax":
        return orthomax(loadings, gamma=0.0)
    if method == "equamax":
        return orthomax(loadings, gamma=loadings.shape[1] / 2)
    return promax(loadings) if method == "promax" else oblimin(loadings)


def varimax(loadings: Floats) -> Floats:
    """Varimax loadings with Kaiser normalisation, iterated to machine precision.

    Kaiser, H. F. (1958), Psychometrika 23, 187-200: participants are brought to length 1
    (p. 196), pairs of factors turned by his angle (p. 191), lengths restored.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    length[length == 0] = 1.0
    rotated: Floats = orthomax(loadings / length, gamma=1.0) * length
    return rotated


def orthomax(loadings: Floats, *, gamma: float) -> Floats:
    """The orthomax rotation: gamma 0 is quartimax, 1 raw varimax, k/2 equamax.

    Every pair of factors is turned by the angle that makes the criterion largest for that
    pair, until no angle is left (Harman 1976, ch. 13).
    """
    columns = list(loadings.T)
    for _ in range(_MOST_SWEEPS):
        largest = 0.0
        for a, b in combinations(range(len(columns)), 2):
            # A pair of axes is a plane of complex numbers, which one product turns.
            plane = columns[a] + 1j * columns[b]
            angle = _orthomax_angle(plane, gamma)
            if abs(angle) > _SMALLEST_ANGLE:
                plane *= rect(1.0, -angle)
                columns[a], columns[b] = plane.real, plane.imag
                largest = max(largest, abs(angle))
        if largest <= _SMALLEST_ANGLE:
            break
    return np.column_stack(columns)


def _orthomax_angle(plane: npt.NDArray[np.complex128], gamma: float) -> float:
    """The counter-clockwise turn of two axes, in radians, that maximises the criterion.

    plane : shape (m,), the loadings x + iy. With w = (x + iy)^2, Kaiser's numerator and
    denominator are the imaginary and the real part of sum(w^2) - gamma/m sum(w)^2.
    """
    square = plane * plane
    total = square.sum()
    pull = complex(square @ square - gamma / len(plane) * total * total)
    # Below rounding error there is nothing to turn, and the angle would be noise.
    if abs(pull) < 1e-14 * max(float(np.vdot(square, square).real), 1e-300):
        return 0.0
    return phase(pull) / 4


def turn(x: Floats, y: Floats, radians: float) -> tuple[Floats, Floats]:
    """Loadings on two axes after the axes have turned counter-clockwise."""
    cosine, sine = np.cos(radians), np.sin(radians)
    return x * cosine + y * sine, y * cosine - x * sine


def rotate_pair(loadings: Floats, first: int, second: int, degrees: float) -> Floats:
    """The loadings with the axes `first` and `second` turned counter-clockwise by degrees."""
    turned = loadings.copy()
    turned[:, first], turned[:, second] = turn(
        loadings[:, first], loadings[:, second], np.deg2rad(degrees)
    )
    return turned


def procrustes(loadings: Floats, target: Floats) -> Floats:
    """The loadings turned rigidly to lie as near to the target as they can.

    loadings, target : shape (..., m, k); stacks of them give a stack. The rotation is U V'
    of the singular value decomposition of loadings' target (Schonemann 1966, Psychometrika
    31, 1-10).
    """
    turned: Floats = loadings @ procrustes_turn(np.swapaxes(loadings, -1, -2) @ target)
    return turned


def procrustes_turn(cross: Floats) -> Floats:
    """Shape (..., k, l): the rigid turn for cross = loadings' target, of the same shape."""
    left, _, right = np.linalg.svd(cross, full_matrices=False)
    rigid: Floats = left @ right
    return rigid


def promax(loadings: Floats, power: float = 4) -> ObliqueRotation:
    """The promax rotation of the varimax solution (Hendrickson & White 1964, p. 65-70).

    The target is the varimax loadings to the given power with their signs kept; the
    transformation is its least-squares fit, scaled so that factors have variance 1.
    """
    start = varimax(loadings)
    target = start * np.abs(start) ** (power - 1)
    fit, *_ = np.linalg.lstsq(start, target, rcond=None)
    scale = np.sqrt(np.diag(np.linalg.inv(fit.T @ fit)))
    transform = fit * scale
    inverse = np.linalg.inv(transform)
    return _oblique(start @ transform, inverse @ inverse.T)


def oblimin(loadings: Floats) -> ObliqueRotation:
    """The direct oblimin rotation with gamma 0 (Jennrich & Sampson 1966), raw loadings."""
    # factor_analyzer loads scikit-learn, which takes a second.
    from factor_analyzer.rotator import Rotator

    # A gradient under 1e-8 a sort is within rounding error: asking for less runs every iteration.
    rotator = Rotator(method="oblimin", max_iter=5000, tol=1e-8 * len(loadings))
    pattern = rotator.fit_transform(loadings)
    return _oblique(pattern, rotator.phi_)


def _oblique(pattern: Floats, phi: Floats) -> ObliqueRotation:
    """Pattern, structure and phi, each factor turned by the rule of signs on the structure."""
    turned = signs(pattern @ phi)
    pattern, phi = pattern * turned, phi * turned * turned.T
    return ObliqueRotation(pattern, pattern @ phi, phi)
