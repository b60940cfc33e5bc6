"""Nearest facility of every node by scipy: Dijkstra from all facilities at once."""

import time

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from exported import task

t = task("scipy")
start = time.perf_counter()
a, b, cost = t.edges.T
# Both directions are stored: with directed=False scipy would turn the matrix round
# at every call, which is slower. The exported edges have no parallels, whose costs
# the matrix would add up.
matrix = csr_array(
    (np.concatenate([cost, cost]).astype(np.float64), (np.concatenate([a, b]), np.concatenate([b, a]))),
    shape=(len(t.nodes), len(t.nodes)),
)
prepared = (time.perf_counter() - start) * 1000

for limit in t.limits:
    reach = limit if limit else np.inf
    costs = t.measure(limit, False, lambda: dijkstra(matrix, indices=t.facilities, min_only=True, limit=reach))
    t.keep(costs)
# Which facility it is costs more: scipy tells it only together with the paths.
costs, _, _ = t.measure(
    0, True, lambda: dijkstra(matrix, indices=t.facilities, min_only=True, return_predecessors=True))
t.keep(costs)
t.report(prepared)
