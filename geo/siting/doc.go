// Package siting says where to add facilities when those that exist stay: the
// planner's "the existing ones fixed, three more, where?".
//
// It knows neither roads nor maps. It is given a [Problem] in plain columns: what
// stands behind every home (persons, or whatever else is counted), what each home pays
// to reach the nearest existing facility, and a sparse [Matrix] of what it would pay to
// reach each candidate.
//
// # Three questions
//
//   - [MCLP], the maximal covering location problem (Church and ReVelle 1974, Papers of
//     the Regional Science Association 32: 101–118): with p sites, get the most people
//     within the limit who are not within it today.
//   - [LSCP], the location set covering problem (Toregas, Swain, ReVelle and Bergman 1971,
//     Operations Research 19: 1363–1373): the fewest sites that bring every home within
//     the limit that any candidate could. Homes that none could are listed.
//   - [PMedian] (Hakimi 1964, Operations Research 12: 450–459; ReVelle and Swain 1970,
//     Geographical Analysis 2: 30–42): with p sites, the least sum of people times what
//     each pays to the nearest facility, old or new.
//
// # What an answer is worth
//
// Every [Answer] carries a bound that no choice of sites can pass, the gap between it and
// what was found, and whether the optimum is proven. Bounds are Lagrangian (Fisher 1981,
// Management Science 27: 1–18), by subgradient steps: for the median and for covering with
// p sites the relaxation of Cornuéjols, Fisher and Nemhauser (1977, Management Science 23:
// 789–810; Narula, Ogbu and Samuelsson 1977; for coverage Galvão and ReVelle 1996, European
// Journal of Operational Research 88: 114–123), for the covering of all that of Beasley
// (1990, Naval Research Logistics 37: 151–164). The covering of all is reduced first, and
// taken apart into what has nothing in common, each part with a bound of its own that is
// rounded up. Where such a bound and the best choice do not meet, the linear relaxation is
// solved and zero-half cuts are added to it (Caprara and Fischetti 1996, Mathematical
// Programming 74: 221–235): it is they that close most gaps.
//
// Sites are found by the greedy rule in its lazy form (Minoux 1978), then by exchanging
// one site for another as long as that helps (Teitz and Bart 1968, with the sums of
// Whitaker 1983 as Resende and Werneck 2007 keep them), then from the choices that the
// relaxations make. What is left open is closed by branch and bound, as far as
// [Options.Work] goes: work is counted in steps and never in time, so that the same
// question has the same answer on every machine.
//
// # Median and coverage are one problem
//
// Let b(i,j) be what home i gains from candidate j alone: for the median what it saves
// over today, for coverage 1 if it comes within the limit. Both then ask for p sites with
// the greatest Σ w(i)·max b(i,j), and one solver answers both.
//
// # Order does not matter
//
// Candidates are put in the order of their IDs and homes in that of their rows before
// anything is computed, homes with equal rows become one, and sums are of integers. So
// neither the order of the candidates nor that of the homes changes an answer. Of two
// candidates that gain the same the one with the smaller ID is taken.
package siting
