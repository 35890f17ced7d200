package sensitivity

import (
	"math/rand/v2"
	"slices"
)

// resamples is how many times blocks are drawn again; the ends of a 95 % interval then rest on the 25 outermost.
const resamples = 1000

// Bootstrap draws n blocks with replacement again and again and hands how often each was drawn to compute, which returns
// some numbers; it returns the 95 % percentile interval of each (Efron and Tibshirani 1993, chapter 13). The draws depend
// on the seed only.
func Bootstrap(seed uint64, n, numbers int, compute func(times []float64, into []float64)) (low, high []float64) {
	r := rand.New(rand.NewPCG(seed, 0x626f6f7473747261))
	drawn := make([][]float64, numbers)
	times, into := make([]float64, n), make([]float64, numbers)
	for range resamples {
		clear(times)
		for range n {
			times[r.IntN(n)]++
		}
		compute(times, into)
		for k, v := range into {
			drawn[k] = append(drawn[k], v)
		}
	}
	for _, values := range drawn {
		slices.Sort(values)
		low = append(low, values[resamples*25/1000])
		high = append(high, values[resamples*975/1000-1])
	}
	return low, high
}
