package sim

import (
	"context"
	"fmt"
	"testing"
)

// Compare with benchstat: go test -run '^$' -bench . -count 10 ./sim

var (
	sinkBits  uint64
	sinkFloat float64
)

func BenchmarkUint64(b *testing.B) {
	s := NewKey(1, 0).At(0, 0)
	for b.Loop() {
		sinkBits += s.Uint64()
	}
}

func BenchmarkFloat64(b *testing.B) {
	s := NewKey(1, 0).At(0, 0)
	for b.Loop() {
		sinkFloat += s.Float64()
	}
}

func BenchmarkIntN(b *testing.B) {
	s := NewKey(1, 0).At(0, 0)
	for b.Loop() {
		sinkBits += uint64(s.IntN(10))
	}
}

func BenchmarkNormal(b *testing.B) {
	s := NewKey(1, 0).At(0, 0)
	for b.Loop() {
		sinkFloat += s.Normal()
	}
}

func BenchmarkKeyAt(b *testing.B) {
	k := NewKey(1, 0).Named("benchmark")
	i := 0
	for b.Loop() {
		s := k.At(i, 3)
		sinkBits += s.Uint64()
		i++
	}
}

func BenchmarkKeyBits(b *testing.B) {
	k := NewKey(1, 0).Named("benchmark")
	i := 0
	for b.Loop() {
		sinkBits += k.Bits(i, 3)
		i++
	}
}

func BenchmarkKeyNamed(b *testing.B) {
	k := NewKey(1, 0)
	for b.Loop() {
		k = k.Named("mutual adjustment")
	}
	sinkBits += uint64(k)
}

// benchmarkFunction calls f all over [low, high].
func benchmarkFunction(b *testing.B, f func(float64) float64, low, high float64) {
	xs := spread(1024, low, high)
	s := NewKey(1, 0).At(0, 0)
	s.Shuffle(len(xs), func(i, j int) { xs[i], xs[j] = xs[j], xs[i] })
	i := 0
	for b.Loop() {
		sinkFloat += f(xs[i&1023])
		i++
	}
}

func BenchmarkExp(b *testing.B)       { benchmarkFunction(b, Exp, -20, 20) }
func BenchmarkLog(b *testing.B)       { benchmarkFunction(b, Log, 1e-6, 100) }
func BenchmarkLogistic(b *testing.B)  { benchmarkFunction(b, Logistic, -20, 20) }
func BenchmarkNormalCDF(b *testing.B) { benchmarkFunction(b, NormalCDF, -4, 4) }

func BenchmarkNormalQuantile(b *testing.B) { benchmarkFunction(b, NormalQuantile, 0, 1) }

// BenchmarkReplicate shows what handing a replication out and back costs: the runs do nothing.
func BenchmarkReplicate(b *testing.B) {
	for _, workers := range []int{1, 2, 8} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			newRun := func() RunFunc[int] { return func(context.Context, int, *int) error { return nil } }
			emit := func(int, *int, error) error { return nil }
			if err := Replicate(context.Background(), Plan{Replications: b.N, Workers: workers}, newRun, emit); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkSchedule is the cost of a month of ten processes that do nothing.
func BenchmarkSchedule(b *testing.B) {
	var s Schedule
	for range 9 {
		s.Monthly(ProcessFunc(func(int) {}))
	}
	s.Quarterly(ProcessFunc(func(int) {}))
	if err := s.Run(context.Background(), b.N); err != nil {
		b.Fatal(err)
	}
}
