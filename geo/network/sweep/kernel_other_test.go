//go:build !amd64

package sweep

// everyKernel are the kernels there are, each without winners and with.
func everyKernel() []func(winners bool) *kernel { return []func(bool) *kernel{portable} }
