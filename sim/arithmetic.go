package sim

import (
	"math"
	"math/big"
)

// Package math's transcendental functions use assembly on some platforms and differ in the last bit; compilers may
// fuse a product into a sum on others, even one that was given a name statements ago. The functions here are portable:
// each product is rounded by float64() before it is added.

const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
)

// The powers of 2 between 1 and 2 are tabulated in 2**powerBits steps.
const (
	powerBits    = 7
	powersOf2    = 1 << powerBits
	fractionBits = 52 // of a float64
)

// A power is 2**(i/powersOf2): its bits without those of the exponent that i/powersOf2 brings along, and what rounding
// to them takes from it, relative to it.
type power struct {
	bits uint64
	lost float64
}

var powerTable = func() (table [powersOf2]power) {
	const precision = 128
	number := func() *big.Float { return new(big.Float).SetPrec(precision) }
	step, at := number().SetInt64(2), number().SetInt64(1)
	for n := powersOf2; n > 1; n /= 2 {
		step.Sqrt(step)
	}
	for i := range table {
		rounded, _ := at.Float64()
		rest := number().Sub(at, number().SetFloat64(rounded))
		lost, _ := rest.Quo(rest, at).Float64()
		table[i] = power{math.Float64bits(rounded) - uint64(i)<<(fractionBits-powerBits), lost}
		at.Mul(at, step)
	}
	return table
}()

// Exp returns e**x, with an error below .52 units in the last place, one below −670; 0 below −708 and +Inf above 709. It looks up
// 2**(k/128), k the integer next to 128·x/ln 2, and multiplies by e to what is left of x, a polynomial (Tang 1989, ACM
// Transactions on Mathematical Software 15: 144–157).
func Exp(x float64) float64 {
	if !(x >= -708 && x <= 709) {
		return beyondExp(x)
	}
	const toInteger = 0x1.8p52 // added to a number it leaves an integer in the low bits
	at := float64(x*(math.Log2E*powersOf2)) + toInteger
	bits, k := math.Float64bits(at), at-toInteger
	r := x - float64(k*(ln2Hi/powersOf2)) - float64(k*(ln2Lo/powersOf2))
	two := &powerTable[bits%powersOf2]
	scale := math.Float64frombits(two.bits + bits<<(fractionBits-powerBits))
	r2 := r * r
	p := two.lost + r + float64(r2*(1./2+float64(r*(1./6)))) + float64(float64(r2*r2)*(1./24+float64(r*(1./120))))
	return scale + float64(scale*p)
}

// beyondExp is e**x where that is too small or too large for a float64, and where x is no number.
func beyondExp(x float64) float64 {
	switch {
	case x > 709:
		return math.Inf(1)
	case x < -708:
		return 0
	}
	return x
}

// Log returns the natural logarithm of x, with an error below one unit in the last place; NaN below 0 and −Inf at 0: the
// algorithm of FreeBSD's msun (Sun Microsystems 1993, e_log.c).
func Log(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	m, e := fractionOf(x)
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	f := m - 1
	k := float64(e)
	s := f / (2 + f)
	s2 := s * s
	s4 := s2 * s2
	odd := 1.479819860511658591e-01
	odd = 1.818357216161805012e-01 + float64(s4*odd)
	odd = 2.857142874366239149e-01 + float64(s4*odd)
	odd = 6.666666666666735130e-01 + float64(s4*odd)
	even := 1.531383769920937332e-01
	even = 2.222219843214978396e-01 + float64(s4*even)
	even = 3.999999999940941908e-01 + float64(s4*even)
	r := float64(s2*odd) + float64(s4*even)
	half := float64(.5 * f * f)
	return float64(k*ln2Hi) - ((half - (float64(s*(half+r)) + float64(k*ln2Lo))) - f)
}

// fractionOf splits x > 0 into m·2**e with m in [½, 1).
func fractionOf(x float64) (m float64, e int) {
	const fraction, half = 1<<52 - 1, 1022 // the bits of the one; the exponent of ½
	bits := math.Float64bits(x)
	if bits>>52 == 0 { // below the smallest normal number
		return math.Frexp(x)
	}
	return math.Float64frombits(bits&fraction | half<<52), int(bits>>52) - half
}

// Logistic returns 1 / (1 + e**−x).
func Logistic(x float64) float64 { return 1 / (1 + Exp(-x)) }

// The normal distribution function is tabulated on [0, cdfEnd] by Simpson's rule over Exp.
const (
	cdfEnd   = 6.5
	cdfSteps = 1040
	cdfScale = cdfSteps / cdfEnd
)

var cdfTable = func() (table [cdfSteps + 2]float64) {
	const h = cdfEnd / cdfSteps
	density := func(z float64) float64 { return Exp(-.5*z*z) / math.Sqrt(2*math.Pi) }
	table[0] = .5
	for i := 1; i < len(table); i++ {
		a := float64(h * float64(i-1))
		table[i] = table[i-1] + float64((density(a)+float64(4*density(a+h/2))+density(a+h))*(h/6))
	}
	return table
}()

// NormalCDF returns the probability that a standard normal number is below z, with an absolute error below 2e−6
// (linear interpolation), strictly between 0 and 1; NaN of NaN.
func NormalCDF(z float64) float64 {
	if z != z {
		return z
	}
	a := math.Abs(z)
	if a > cdfEnd {
		a = cdfEnd
	}
	at := float64(a * cdfScale)
	i := int(at)
	p := cdfTable[i] + float64((at-float64(i))*(cdfTable[i+1]-cdfTable[i]))
	if z < 0 {
		return 1 - p
	}
	return p
}

// NormalQuantile returns the number below which a standard normal number lies with probability p in (0, 1), with a
// relative error below 2e−7: algorithm PPND7 of Wichura (1988, AS 241).
func NormalQuantile(p float64) float64 {
	q := p - .5
	if math.Abs(q) <= .425 {
		r := .180625 - float64(q*q)
		return float64(q * rational(r, 3.3871327179e0, 5.0434271938e1, 1.5929113202e2, 5.9109374720e1,
			1.7895169469e1, 7.8757757664e1, 6.7187563600e1))
	}
	r := min(p, 1-p)
	if r <= 0 {
		return math.Copysign(math.Inf(1), q)
	}
	r = math.Sqrt(-Log(r))
	var z float64
	if r <= 5 {
		r -= 1.6
		z = rational(r, 1.4234372777e0, 2.7568153900e0, 1.3067284816e0, 1.7023821103e-1,
			7.3700164250e-1, 1.2021132975e-1, 0)
	} else {
		r -= 5
		z = rational(r, 6.6579051150e0, 3.0812263860e0, 4.2868294337e-1, 1.7337203997e-2,
			2.4197894225e-1, 1.2258202635e-2, 0)
	}
	if q < 0 {
		return -z
	}
	return z
}

// rational returns (a0 + a1·r + a2·r² + a3·r³) / (1 + b1·r + b2·r² + b3·r³).
func rational(r, a0, a1, a2, a3, b1, b2, b3 float64) float64 {
	above := a0 + float64(r*(a1+float64(r*(a2+float64(r*a3)))))
	below := 1 + float64(r*(b1+float64(r*(b2+float64(r*b3)))))
	return above / below
}
