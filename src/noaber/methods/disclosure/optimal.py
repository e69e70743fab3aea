"""Secondary suppression at the least cost: integer programming with cuts, for tables of up to some thousand cells.

After Fischetti and Salazar-Gonzalez (2000), Models and algorithms for optimizing cell suppression in tabular data. A
pattern protects a cell when an attacker's linear programme reaches far enough; where it does not, its dual says which
cells could have let it, and at least so many of them have to be hidden. HiGHS chooses, the attacker objects, until he
has nothing to object to.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from noaber.methods.disclosure.equations import Equations, Flags, Floats, Needs, Pattern, Whole, matrix_of
from noaber.methods.disclosure.hidden_system import part_of
from noaber.methods.disclosure.suppression import reachable
from noaber.methods.disclosure.task import Given, Task, task_of

_FAR = 1e4
"""How many times the largest need a cell may be taken to move where nothing limits it."""


def suppress_optimal(
    values: Floats,
    primary: Flags,
    equations: Equations,
    needs: Needs,
    cost: Floats,
    *,
    shown: Flags | None = None,
    hidden: Flags | None = None,
    singletons: Flags | None = None,
    bounds: tuple[Floats, Floats] | None = None,
) -> Pattern:
    """Hide what protects the primary cells at the least cost there is; the arguments are those of `suppress`.

    Exact for what an attacker can do with fractions. Each part of the system that hangs together is solved by itself. A
    primary cell that cannot be protected, whatever is hidden, is in `failed`, and the others are protected without it.
    """
    task = task_of(values, equations, needs, cost, Given(shown, singletons, bounds))
    start = (primary if hidden is None else primary | hidden) & task.free
    protectable = start & needs.any & reachable(task, start)
    matrix = matrix_of(equations)
    part = part_of(matrix)
    found = start.copy()
    for number in np.unique(part[protectable]):
        columns = np.flatnonzero(part == number)
        found[columns] |= _solve_part(_cut_out(task, matrix, columns), start[columns], protectable[columns])
    beyond = (needs.any | primary) & ~protectable & ~(primary & found & ~needs.any)
    return Pattern(found, primary, np.flatnonzero(beyond))


@dataclass
class _Part:
    """One part of a task, with dense numbering, and the cuts found so far (each at least 1)."""

    matrix: sparse.csr_array
    up: Floats
    down: Floats
    cost: Floats
    free: Flags
    needs: Needs
    singletons: Flags
    cuts: list[Floats] = field(default_factory=list)


def _cut_out(task: Task, matrix: sparse.csr_array, columns: Whole) -> _Part:
    part = sparse.csr_array(matrix[:, columns])
    part = sparse.csr_array(part[np.diff(part.indptr) > 0])
    values = task.values[columns]
    needs = task.needs.at(columns)
    up, down = task.limits.upper[columns] - values, values - task.limits.lower[columns]
    return _Part(part, up, down, task.cost[columns] + 1e-7, task.free[columns], needs, task.singletons[columns])


def _solve_part(part: _Part, start: Flags, protected: Flags) -> Flags:
    """Choose, let the attacker object, and choose again; first in fractions, where objections are cheap."""
    for whole in (False, True):
        while True:
            chosen = _choose(part, start, protected, whole)
            before = len(part.cuts)
            for cell in np.flatnonzero(protected):
                part.cuts.extend(_objections(part, chosen, int(cell)))
            if len(part.cuts) == before:
                break
    found: Flags = chosen > 0.5
    return found


def _choose(part: _Part, start: Flags, protected: Flags, whole: bool) -> Floats:
    """Hide at the least cost what meets all cuts, and in every row of a protected cell another, of a singleton two."""
    cells = len(part.cost)
    pattern = sparse.csr_array(abs(part.matrix) > 0, dtype=np.float64)
    rows = sparse.csr_array(pattern[(pattern @ protected.astype(np.float64)) > 0])
    stacked = sparse.vstack([rows, sparse.csr_array(np.array(part.cuts).reshape(-1, cells))], format="csr")
    known_to_one = rows @ (part.singletons & start).astype(np.float64) > 0
    enough = np.minimum(np.where(known_to_one, 3.0, 2.0), rows @ part.free.astype(np.float64))
    least = np.concatenate([enough, np.ones(len(part.cuts))])
    solved = milp(
        part.cost,
        constraints=LinearConstraint(stacked, least, np.inf),
        bounds=Bounds(start.astype(np.float64), part.free.astype(np.float64)),
        integrality=np.full(cells, int(whole)),
    )
    if solved.x is None:
        raise ValueError("no pattern protects what can be protected")
    chosen: Floats = np.round(solved.x) if whole else np.clip(solved.x, 0.0, 1.0)
    return chosen


def _objections(part: _Part, chosen: Floats, cell: int) -> list[Floats]:
    """Give the cuts that a pattern breaks for one cell: what would have to be hidden for it to move far enough."""
    needs = part.needs
    found = []
    weights = {}
    for sign, need in ((1, needs.upper[cell]), (-1, needs.lower[cell])):
        if need > 0 or needs.width[cell] > 0:
            weights[sign] = _dual_weights(part, chosen, cell, sign)
            found += _cut_if_broken(weights[sign], need, chosen)
    if needs.width[cell] > 0:
        found += _cut_if_broken(weights[1] + weights[-1], needs.width[cell], chosen)
    return found


def _cut_if_broken(weights: Floats, need: float, chosen: Floats) -> list[Floats]:
    if need <= 0:
        return []
    cut = np.minimum(weights, need) / need
    return [cut] if cut @ chosen < 1 - 1e-6 else []


def _dual_weights(part: _Part, chosen: Floats, cell: int, sign: int) -> Floats:
    """Give how far each hidden cell lets one cell move: the dual of the attacker's programme."""
    far = _FAR * max(1.0, float(part.needs.upper.max()), float(part.needs.width.max()))
    objective = np.zeros(len(chosen))
    objective[cell] = -sign
    solved = linprog(
        objective,
        A_eq=part.matrix,
        b_eq=np.zeros(part.matrix.shape[0]),
        bounds=np.column_stack([-np.minimum(part.down, far) * chosen, np.minimum(part.up, far) * chosen]),
    )
    upward, downward = np.maximum(-solved.upper.marginals, 0.0), np.maximum(solved.lower.marginals, 0.0)
    upward[upward < 1e-9], downward[downward < 1e-9] = 0.0, 0.0
    weights: Floats = _times(upward, part.up) + _times(downward, part.down)
    return weights


def _times(dual: Floats, room: Floats) -> Floats:
    """Multiply, where nothing times no end is nothing."""
    return np.where(dual > 0, np.multiply(dual, room, out=np.zeros(len(dual)), where=dual > 0), 0.0)
