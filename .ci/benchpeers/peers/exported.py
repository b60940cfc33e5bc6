"""The network that every peer answers on, as the Go program writes it, and the
measuring that all Python peers share. Costs are whole millimetres."""

import json
import os
import sys
import time

import numpy as np


class Task:
    """A folder with task.json, edges.csv, nodes.csv and facilities.csv."""

    def __init__(self, folder, peer):
        self.folder, self.peer = folder, peer
        with open(os.path.join(folder, "task.json")) as f:
            task = json.load(f)
        self.limits, self.runs = task["limits_mm"], task["runs"]
        read = lambda name, t: np.loadtxt(os.path.join(folder, name), delimiter=",", skiprows=1, dtype=t, ndmin=2)
        self.edges = read("edges.csv", np.int64)
        self.nodes = read("nodes.csv", np.float64)[:, 1:]
        self.facilities = read("facilities.csv", np.int64)[:, 0]
        self.answers = []

    def measure(self, limit, winner, ask):
        """Times ask(), once without counting and then as often as the task says.
        ask returns the costs by node in millimetres, or what costs() makes them of."""
        ask()
        took = []
        for _ in range(self.runs):
            start = time.perf_counter()
            result = ask()
            took.append((time.perf_counter() - start) * 1000)
        self.answers.append({"limit_mm": limit, "winner": winner, "took_ms": took})
        return result

    def keep(self, costs):
        """Writes the costs of the last answer for the Go program to compare;
        infinity is: not reached."""
        name = f"{self.peer}-{len(self.answers)}.costs"
        np.asarray(costs, dtype="<f8").tofile(os.path.join(self.folder, name))
        self.answers[-1]["costs"] = name

    def report(self, prepared_ms):
        """Writes the answers to <peer>.json: what libraries print goes elsewhere."""
        with open(os.path.join(self.folder, self.peer + ".json"), "w") as f:
            json.dump({"prepared_ms": prepared_ms, "answers": self.answers}, f)


def task(peer):
    return Task(sys.argv[1], peer)
