// Package supply computes what people can reach of a supply that they share: beds,
// places, doctors, square metres. It is the family of two-step floating catchments.
//
//	step 1   R(j) = S(j) / Σ P(k)·w(k,j)   over the people k in reach of facility j
//	step 2   A(i) = Σ R(j)·w(i,j)          over the facilities j in reach of i
//
// With w = 1 within the limit it is 2SFCA (Luo and Wang 2003, Environment and Planning B
// 30: 865–884); with weights that fall with the cost E2SFCA (Luo and Qi 2009, Health &
// Place 15: 1100–1107): bands, or the Gaussian of Ga2SFCA. [TwoStep] takes any weight;
// [E2SFCA] takes [Zones], and capacities that may be unknown: such facilities are named,
// and nothing is assumed of them. [ByUnit] sums the figures of homes up by unit.
//
// A(i) is supply per person. Over all demand Σ P(i)·A(i) = Σ S(j), summed over the
// facilities that anybody is in reach of: nothing is lost and nothing made. A facility
// that nobody reaches serves nobody; it divides nothing.
//
// The demand has to reach beyond the unit in question by the limit, else towns at the
// edge look rich.
package supply
