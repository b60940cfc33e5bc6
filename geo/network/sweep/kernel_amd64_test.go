package sweep

// everyKernel are the kernels there are, each without winners and with.
func everyKernel() []func(winners bool) *kernel {
	if !hasVectors {
		return []func(bool) *kernel{portable}
	}
	return []func(bool) *kernel{
		portable,
		func(winners bool) *kernel { return vectors(winners, false) },
		func(winners bool) *kernel { return vectors(winners, true) },
	}
}
