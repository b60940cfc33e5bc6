"""Costs to the nearest school on a walking network, by pandana.

Reads nodes.csv, edges.csv and places.csv in the folder given; writes costs.csv (node
by node) and snapped.csv (the node of every place). Lengths are metres.
"""
import pathlib
import sys

import pandana
import pandas

folder = pathlib.Path(sys.argv[1])
reach = float(sys.argv[2])
nodes = pandas.read_csv(folder / "nodes.csv", index_col="id")
edges = pandas.read_csv(folder / "edges.csv")
places = pandas.read_csv(folder / "places.csv", index_col="id")
network = pandana.Network(nodes.x, nodes.y, edges["from"], edges["to"], edges[["metres"]])
schools = places[places.schools > 0]
network.set_pois("school", reach, 1, schools.x, schools.y)
costs = network.nearest_pois(reach, "school", num_pois=1)
costs.columns = ["metres"]
costs.to_csv(folder / "costs.csv", index_label="node", float_format="%.6f")
snapped = pandas.DataFrame({"node": network.get_node_ids(places.x, places.y)})
snapped.to_csv(folder / "snapped.csv", index_label="place")
print("pandana", pandana.__version__)
