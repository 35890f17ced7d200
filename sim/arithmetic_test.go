package sim

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// The functions are held against the true value, reckoned with 200 bits, rather than against package math, whose own
// last bit differs from platform to platform.
const precision = 200

func exact(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

// exactExp returns e**x by Taylor's series on x/2**n, squared n times.
func exactExp(x *big.Float) *big.Float {
	const halvings, terms = 16, 20
	r := new(big.Float).SetPrec(precision).SetMantExp(x, -halvings)
	sum, term := exact(1), exact(1)
	for i := 1; i <= terms; i++ {
		term.Quo(term.Mul(term, r), exact(float64(i)))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

// ulps returns (got − want) in units in the last place of got.
func ulps(got float64, want *big.Float) float64 {
	d := new(big.Float).Sub(exact(got), want)
	ulp := math.Nextafter(math.Abs(got), math.Inf(1)) - math.Abs(got)
	e, _ := d.Quo(d, exact(ulp)).Float64()
	return e
}

// logUlps returns the error of Log(x) in units in the last place, by one step of Newton from it.
func logUlps(x float64) float64 {
	y := Log(x)
	d := exactExp(exact(-y))
	d.Mul(d, exact(x)).Sub(d, exact(1)) // ln x − y = ln(1+d) = d, up to d²
	return ulps(y, new(big.Float).Add(exact(y), d))
}

// spread returns n numbers, evenly spread over [low, high) except for a little disorder.
func spread(n int, low, high float64) []float64 {
	s := NewKey(1, 0).Named("spread").At(0, 0)
	xs := make([]float64, n)
	for i := range xs {
		xs[i] = low + float64((high-low)*(float64(i)+s.Float64())/float64(n))
	}
	return xs
}

// around returns x with the n numbers next to it on both sides.
func around(x float64, n int) []float64 {
	xs := []float64{x}
	up, down := x, x
	for range n {
		up, down = math.Nextafter(up, math.Inf(1)), math.Nextafter(down, math.Inf(-1))
		xs = append(xs, up, down)
	}
	return xs
}

func TestExpErrsByLittleMoreThanRounding(t *testing.T) {
	xs := spread(20_000, -708, 709)
	xs = append(xs, spread(20_000, -2, 2)...)
	for e := -60.; e < 0; e++ {
		xs = append(xs, math.Exp2(e), -math.Exp2(e))
	}
	for k := -1000.5; k < 1000; k += 20 { // where the reduction changes sides
		xs = append(xs, around(k*math.Ln2, 4)...)
	}
	worst := 0.
	for _, x := range xs {
		e := math.Abs(ulps(Exp(x), exactExp(exact(x))))
		bound := .52
		if x < -670 { // what is added to a power of 2 has lost digits
			bound = 1
		}
		if !(e < bound) {
			t.Fatalf("Exp(%v) = %v is %.3f units in the last place off", x, Exp(x), e)
		}
		worst = max(worst, e)
	}
	t.Logf("worst of %d: %.3f", len(xs), worst)
}

func TestLogErrsByLessThanOneUnitInTheLastPlace(t *testing.T) {
	var xs []float64
	for _, exponent := range spread(20_000, -1074, 1024) {
		xs = append(xs, math.Exp2(exponent))
	}
	xs = append(xs, spread(20_000, .25, 4)...)
	for _, x := range []float64{.5, math.Sqrt2 / 2, 1, math.Sqrt2, 2, 0x1p-1022, math.MaxFloat64 / 2} {
		xs = append(xs, around(x, 8)...)
	}
	worst := 0.
	for _, x := range xs {
		if x == 1 {
			continue // exactly 0, among the edges
		}
		e := math.Abs(logUlps(x))
		if !(e < 1) {
			t.Fatalf("Log(%v) = %v is %.3f units in the last place off", x, Log(x), e)
		}
		worst = max(worst, e)
	}
	t.Logf("worst of %d: %.3f", len(xs), worst)
}

// Whoever replaces math.Exp by sim.Exp must not see it.
func TestExpAndLogAgreeWithPackageMath(t *testing.T) {
	const tolerance = 0x1p-51 // two units in the last place, one for either side
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-708, 709).Draw(t, "x")
		if want := math.Exp(x); math.Abs(Exp(x)-want) > tolerance*want {
			t.Fatalf("Exp(%v) = %v, math has %v", x, Exp(x), want)
		}
		y := rapid.Float64Range(0x1p-1022, math.MaxFloat64).Draw(t, "y") // math.Log of smaller ones is wrong on amd64
		if want := math.Log(y); math.Abs(Log(y)-want) > tolerance*math.Abs(want) {
			t.Fatalf("Log(%v) = %v, math has %v", y, Log(y), want)
		}
	})
}

var (
	inf      = math.Inf(1)
	nan      = math.NaN()
	minusNil = math.Copysign(0, -1)
)

// same says whether two numbers are the same, sign of zero included, or both none.
func same(a, b float64) bool {
	return a != a && b != b || math.Float64bits(a) == math.Float64bits(b)
}

func TestEdgesOfExp(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{
		{0, 1}, {minusNil, 1}, {math.SmallestNonzeroFloat64, 1}, {-0x1p-1030, 1}, {1e-20, 1}, {1, math.E},
		{inf, inf}, {-inf, 0}, {nan, nan},
		{math.Nextafter(709, inf), inf}, {1e300, inf}, {math.MaxFloat64, inf},
		{math.Nextafter(-708, -inf), 0}, {-1e300, 0}, {-math.MaxFloat64, 0},
	} {
		if got := Exp(c.x); !same(got, c.want) {
			t.Errorf("Exp(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	if y := Exp(709); math.IsInf(y, 0) {
		t.Errorf("Exp(709) = %v: overflow begins too soon", y)
	}
	if y := Exp(-708); y < 0x1p-1022 {
		t.Errorf("Exp(-708) = %v is not a normal number", y)
	}
}

func TestEdgesOfLog(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{
		{1, 0}, {0, -inf}, {minusNil, -inf}, {inf, inf}, {-inf, nan}, {-1, nan}, {-math.SmallestNonzeroFloat64, nan}, {nan, nan},
		{math.E, 1}, {2, math.Ln2}, {math.SmallestNonzeroFloat64, -744.4400719213812}, {math.MaxFloat64, 709.782712893384},
	} {
		if got := Log(c.x); !same(got, c.want) {
			t.Errorf("Log(%v) = %v, want %v", c.x, got, c.want)
		}
	}
}

func TestLogisticIsAProbabilityAndItsOwnMirror(t *testing.T) {
	for _, c := range []struct{ x, want float64 }{{0, .5}, {minusNil, .5}, {inf, 1}, {-inf, 0}, {nan, nan}, {-1e4, 0}, {1e4, 1}} {
		if got := Logistic(c.x); !same(got, c.want) {
			t.Errorf("Logistic(%v) = %v, want %v", c.x, got, c.want)
		}
	}
	for _, x := range spread(10_000, -40, 40) {
		p, q := Logistic(x), Logistic(-x)
		if !(p > 0 && p <= 1) || math.Abs(p+q-1) > 0x1p-51 || math.Abs(p-1/(1+math.Exp(-x))) > 0x1p-50*p {
			t.Fatalf("Logistic(±%v) = %v, %v", x, p, q)
		}
	}
}

func phi(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

func TestNormalCDFErrsByLessThanTwoInAMillion(t *testing.T) {
	worst := 0.
	for _, z := range spread(200_000, -9, 9) {
		e := math.Abs(NormalCDF(z) - phi(z))
		if !(e < 2e-6) {
			t.Fatalf("NormalCDF(%v) = %v, Φ has %v", z, NormalCDF(z), phi(z))
		}
		worst = max(worst, e)
	}
	t.Logf("worst: %.3g", worst)
	for i := range cdfSteps + 1 { // the table itself knows no interpolation
		if z := float64(i) / cdfScale; math.Abs(cdfTable[i]-phi(z)) > 1e-12 {
			t.Fatalf("table: Φ(%v) = %v, want %v", z, cdfTable[i], phi(z))
		}
	}
}

func TestNormalQuantileErrsByLessThanTwoInTenMillion(t *testing.T) {
	var ps []float64
	for _, x := range spread(20_000, -300, -1e-9) { // down to 2**−300
		ps = append(ps, math.Exp2(x))
	}
	ps = append(ps, spread(20_000, 1e-9, 1-1e-9)...)
	ps = append(ps, around(.075, 4)...)
	ps = append(ps, around(.925, 4)...)
	for _, e := range spread(2000, -40, -1) {
		ps = append(ps, .5+math.Exp2(e)/2)
	}
	for _, p := range ps {
		z := NormalQuantile(p)
		excess := phi(z) - p // math.Erfcinv is no use far out
		switch {
		case math.Abs(p-.5) < .4:
			excess = math.Erf(z/math.Sqrt2)/2 - (p - .5)
		case p > .5:
			excess = (1 - p) - phi(-z)
		}
		// a step of Newton, and Halley's correction for it
		step := excess * math.Sqrt(2*math.Pi) * math.Exp(z*z/2)
		if off := step / (1 + z*step/2) / z; !(math.Abs(off) < 2e-7) {
			t.Fatalf("NormalQuantile(%v) = %v is %.3g off", p, z, off)
		}
	}
	for _, c := range []struct{ p, want float64 }{{0, -inf}, {1, inf}, {.5, 0}, {nan, nan}, {math.Nextafter(0, -1), -inf}, {2, inf}} {
		if got := NormalQuantile(c.p); !same(got, c.want) {
			t.Errorf("NormalQuantile(%v) = %v, want %v", c.p, got, c.want)
		}
	}
	for i := range 1 << 10 { // multiples of a power of two have exact complements
		p := float64(i) / (1 << 11)
		if NormalQuantile(p) != -NormalQuantile(1-p) {
			t.Errorf("NormalQuantile(%v) = %v, but its mirror is %v", p, NormalQuantile(p), NormalQuantile(1-p))
		}
	}
}

func TestNormalCDFIsStrictlyAProbability(t *testing.T) {
	for _, z := range []float64{0, minusNil, 1, 6.49, cdfEnd, math.Nextafter(cdfEnd, inf), 7, 40, 1e300, inf, math.SmallestNonzeroFloat64} {
		p, q := NormalCDF(z), NormalCDF(-z)
		if !(p < 1 && q > 0) || p+q != 1 || p < .5 {
			t.Errorf("NormalCDF(±%v) = %v, %v", z, p, q)
		}
	}
	if p := NormalCDF(minusNil); p != .5 {
		t.Errorf("NormalCDF(−0) = %v", p)
	}
	if p := NormalCDF(nan); p == p {
		t.Errorf("NormalCDF(NaN) = %v", p)
	}
}

func TestNormalCDFNeverFallsAndIsItsOwnMirror(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, a, b float64) {
		if a > b {
			a, b = b, a
		}
		if NormalCDF(a) > NormalCDF(b) {
			t.Fatalf("NormalCDF(%v) = %v, above NormalCDF(%v) = %v", a, NormalCDF(a), b, NormalCDF(b))
		}
		if p, q := NormalCDF(a), NormalCDF(-a); p+q != 1 {
			t.Fatalf("NormalCDF(±%v) = %v, %v", a, p, q)
		}
	}
	before := -7.
	for _, z := range spread(200_000, -7, 7) {
		check(t, before, z)
		before = z
	}
	for i := range cdfSteps { // across each knot
		z := float64(i) / cdfScale
		check(t, math.Nextafter(z, -inf), z)
		check(t, z, math.Nextafter(z, inf))
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.Float64().Draw(t, "a"), rapid.Float64().Draw(t, "b"))
	})
}
