"""Nearest facility of every node by pandana: contraction hierarchies."""

import time

import numpy as np
import pandas as pd
import pandana

from exported import task

# pandana has no question without a limit: this one, in metres, is longer than any
# path of a town.
FAR = 1_000_000

t = task("pandana")
x, y = pd.Series(t.nodes[:, 0]), pd.Series(t.nodes[:, 1])
start = time.perf_counter()
# Costs in metres: pandana keeps whole thousandths of what it is given, cutting off the
# rest. The half millimetre is cut off again; without it 1.001 m, which is a little
# less in binary, would become 1.000 m.
metres = (t.edges[:, 2] + 0.5) / 1000
net = pandana.Network(
    x, y, pd.Series(t.edges[:, 0]), pd.Series(t.edges[:, 1]), pd.DataFrame({"m": metres}), twoway=True)
prepared = (time.perf_counter() - start) * 1000

# NONE is what pandana is told to answer where nothing is in reach.
NONE = 1e9


def ask(limit, winner):
    reach = limit / 1000 if limit else FAR
    # What is put down for a longer reach is slower to ask within a shorter one, so each
    # limit has facilities of its own. Their places are those of their nodes: each is put
    # on its own node, or on another at the same place, which the comparison would show.
    category = f"within {reach}"
    net.set_pois(category=category, maxdist=reach, maxitems=1, x_col=x[t.facilities], y_col=y[t.facilities])
    answer = t.measure(limit, winner, lambda: net.nearest_pois(
        reach, category, num_pois=1, max_distance=NONE, include_poi_ids=winner))
    metres = answer[1].to_numpy()
    t.keep(np.where(metres >= NONE, np.inf, metres * 1000))


for limit in t.limits:
    ask(limit, False)
ask(0, True)
t.report(prepared)
