package crs

import "math"

// kruger holds the series of the transverse Mercator projection of an ellipsoid
// to the sixth order in the third flattening: Karney (2011), Transverse Mercator
// with an accuracy of a few nanometers, J. Geodesy 85, 475–485, eqs. 35 and 36.
type kruger struct {
	// radius is the rectifying radius in metres.
	radius      float64
	e, e2       float64
	alpha, beta [6]float64
}

func newKruger(el Ellipsoid) *kruger {
	n := el.N()
	n2 := n * n
	n3, n4 := n2*n, n2*n2
	n5, n6 := n4*n, n4*n2
	return &kruger{
		radius: el.A / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
		e:      math.Sqrt(el.E2()),
		e2:     el.E2(),
		alpha: [6]float64{
			n/2 - n2*2/3 + n3*5/16 + n4*41/180 - n5*127/288 + n6*7891/37800,
			n2*13/48 - n3*3/5 + n4*557/1440 + n5*281/630 - n6*1983433/1935360,
			n3*61/240 - n4*103/140 + n5*15061/26880 + n6*167603/181440,
			n4*49561/161280 - n5*179/168 + n6*6601661/7257600,
			n5*34729/80640 - n6*3418889/1995840,
			n6 * 212378941 / 319334400,
		},
		beta: [6]float64{
			n/2 - n2*2/3 + n3*37/96 - n4/360 - n5*81/512 + n6*96199/604800,
			n2/48 + n3/15 - n4*437/1440 + n5*46/105 - n6*1118711/3870720,
			n3*17/480 - n4*37/840 - n5*209/4480 + n6*5569/90720,
			n4*4397/161280 - n5*11/504 - n6*830251/7257600,
			n5*4583/161280 - n6*108847/3991680,
			n6 * 20648693 / 638668800,
		},
	}
}

// forward projects a latitude and a longitude from the central meridian, both in
// degrees, to metres east of the meridian and north of the equator.
func (k *kruger) forward(lon, lat float64) (x, y float64) {
	sl, cl := math.Sincos(lon * degree)
	tau := math.Tan(lat * degree)
	tau1 := k.conformal(tau)
	h := math.Sqrt(tau1*tau1 + cl*cl)
	xi, sinhEta := math.Atan2(tau1, cl), sl/h
	eta := math.Asinh(sinhEta)
	sinXi, cosXi := tau1/h, cl/h
	coshEta := math.Sqrt(1 + sinhEta*sinhEta)
	dxi, deta := series(&k.alpha, 2*sinXi*cosXi, 1-2*sinXi*sinXi,
		2*sinhEta*coshEta, 1+2*sinhEta*sinhEta)
	return k.radius * (eta + deta), k.radius * (xi + dxi)
}

// inverse is the inverse of forward.
func (k *kruger) inverse(x, y float64) (lon, lat float64) {
	eta, xi := x/k.radius, y/k.radius
	s2, c2 := math.Sincos(2 * xi)
	ex := math.Exp(2 * eta)
	dxi, deta := series(&k.beta, s2, c2, (ex-1/ex)/2, (ex+1/ex)/2)
	xi -= dxi
	eta -= deta
	sinhEta := math.Sinh(eta)
	sinXi, cosXi := math.Sincos(xi)
	tau1 := sinXi / math.Sqrt(sinhEta*sinhEta+cosXi*cosXi)
	// Newton's method for the latitude whose conformal latitude is tau1 (Karney
	// 2011, eqs. 19–21): twice is enough for any latitude, thrice is certain.
	tau := tau1 / (1 - k.e2)
	for range 3 {
		t := k.conformal(tau)
		tau += (tau1 - t) / math.Sqrt(1+t*t) *
			(1 + (1-k.e2)*tau*tau) / ((1 - k.e2) * math.Sqrt(1+tau*tau))
	}
	return math.Atan2(sinhEta, cosXi) * deg, math.Atan(tau) * deg
}

// conformal returns the tangent of the conformal latitude from that of the
// latitude (Karney 2011, eqs. 7–9).
func (k *kruger) conformal(tau float64) float64 {
	h := math.Sqrt(1 + tau*tau)
	if math.IsInf(h, 1) || h > 1e9 { // at a pole
		return tau * math.Exp(-k.e*math.Atanh(k.e))
	}
	sigma := math.Sinh(k.e * math.Atanh(k.e*tau/h))
	return tau*math.Sqrt(1+sigma*sigma) - sigma*h
}

// series sums c[j] sin(2(j+1)ζ) for the complex angle ζ = ξ + iη by Clenshaw's
// recurrence, given sin 2ξ, cos 2ξ, sinh 2η, cosh 2η.
func series(c *[6]float64, s, co, sh, ch float64) (re, im float64) {
	// 2 cos 2ζ
	ar, ai := 2*co*ch, -2*s*sh
	var b1r, b1i, b2r, b2i float64
	for j := 5; j >= 0; j-- {
		b1r, b1i, b2r, b2i = c[j]+ar*b1r-ai*b1i-b2r, ar*b1i+ai*b1r-b2i, b1r, b1i
	}
	// sin 2ζ
	zr, zi := s*ch, co*sh
	return zr*b1r - zi*b1i, zr*b1i + zi*b1r
}
