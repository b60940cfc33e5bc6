// Package sweep computes sixteen fields of costs at once over a contraction hierarchy:
// for every node of a network the cost to or from the nearest of a set of sources, and
// which source that is, for sixteen sets.
//
// It is PHAST (Delling, Goldberg, Nowatzyk, Werneck: PHAST: Hardware-Accelerated Shortest
// Path Trees, 2011) for many sources and several fields. [Rows.Sweep] answers a [Query];
// [Places.Gather], [Offer], [Cover] and [Count] make something of its rows. It is exact:
// costs and sources are those of a search, ties and all.
//
// # Two passes
//
// In a [hierarchy.Hierarchy] every arc leads from a position to a smaller one, and a
// cheapest way between two nodes goes up, to smaller positions, and then down. So costs
// first go up: from the last position to the first, each pushes what it has along its
// arcs. Then they come down: from the first position to the last, each takes the minimum
// over its arcs of what stands at their other ends, which is final by then. No queue, and
// memory is read nearly in order.
//
// Classic PHAST goes up with a search from each source. Here a bit a position tells
// which have costs at all, and the way up looks for set bits: 6 % of the positions of a
// town with one category of facilities, 27 % with sixteen. A row is not cleared before: one
// whose bit is not set counts as not reached whatever an earlier sweep has left in it,
// when it is first pushed to or when the way down comes by.
//
// # Rows
//
// Everything is by position, not by node: a row has the sixteen costs of a position, 64
// bytes, one line of the cache ([Rows]). One arc then serves sixteen fields, and all of
// a fetched line is used. To turn rows round into arrays a field took several times as
// long as to compute them, so whoever reads results reads rows.
//
// A cost is below 2^31 ([hierarchy.None] is the highest number there is), so that a
// cost plus an arc fits 32 bits and min(sum, None) is all it takes to saturate. That is
// also how an arc that cannot be travelled works: it costs None.
//
// # Winners
//
// With winners a second row stands beside the costs, with a code of the nearest source
// each. The code of a smaller id is greater, that of no source the greatest. A step then
// is, for the sum t and the row d with their codes,
//
//	m = min(t, d)
//	code = max(code(t) where t = m, code(d) where d = m)
//
// so that of equal costs the smaller id wins, as with the labels of a search. The start
// with no source at None keeps a source from being told where nothing is reached.
//
// The other way is to find winners when costs are known, along the arcs that are tight
// (cost there + arc = cost here). It reads arcs and costs once more: its way down alone
// took 0.021 ms a field on a town of 75,000 nodes and 0.63 ms at a million, where the codes
// beside the costs add 0.012 and 0.53 ms for both ways. So they stand beside the costs, and
// who asks for costs alone does not pay for them.
//
// # Kernels
//
// The passes over a range of positions are kernels. Those for amd64 with AVX2 hold a row in
// two registers and are chosen when the program runs; they are printed by a program
// (internal/kernels). What mattered when they were made: no legacy SSE instruction among
// them, VZEROUPPER at their end, no branch on whether a row is new (it was guessed wrongly
// so often that it cost a tenth), and on large networks fetching rows before their turn.
// AVX-512 gained nothing that would be worth a second set.
//
// The portable kernels leave the same rows, bit for bit, on every machine; they are five
// times slower. They take eight lanes at a time on the way down, as many as stay in
// registers.
//
// The context is asked every few thousand positions, between ranges; [Query.Ready] is
// called with each range that is done, so that a consumer can read its rows while they are
// in the cache.
//
// # How fast
//
// BenchmarkFields has a search with a queue of buckets run beside the sweeps. On one core of
// an AMD EPYC with AVX2, generated towns, sixteen categories of 303 and 500 facilities:
//
//	                    75,000 nodes        1,000,000 nodes
//	costs               0.018 ms a field    0.5 ms a field
//	with winners        0.031               1.0
//	portable, costs     0.16                2.3
//	portable, winners   0.31                4.8
//	search              2.5                 60
package sweep
