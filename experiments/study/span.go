package study

import (
	"cmp"
	"fmt"
	"slices"
)

// A Span is the runs First … End−1 of a study.
type Span struct {
	First int `json:"first"`
	End   int `json:"end"`
}

// Len returns how many runs these are.
func (s Span) Len() int { return max(0, s.End-s.First) }

// String reads "120–239".
func (s Span) String() string { return fmt.Sprintf("%d–%d", s.First, s.End-1) }

// Meets says whether two spans have runs in common.
func (s Span) Meets(other Span) bool { return s.First < other.End && other.First < s.End }

// union sorts spans and joins those that touch.
func union(spans []Span) []Span {
	spans = slices.Clone(spans)
	slices.SortFunc(spans, func(a, b Span) int { return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.End, b.End)) })
	joined := spans[:0]
	for _, s := range spans {
		switch last := len(joined) - 1; {
		case s.Len() == 0:
		case last >= 0 && s.First <= joined[last].End:
			joined[last].End = max(joined[last].End, s.End)
		default:
			joined = append(joined, s)
		}
	}
	return joined
}

// gaps returns what of a span is in none of others, which are a union.
func gaps(of Span, others []Span) (missing []Span) {
	at := of.First
	for _, o := range others {
		if o.End <= at {
			continue
		}
		if o.First >= of.End {
			break
		}
		if o.First > at {
			missing = append(missing, Span{at, o.First})
		}
		at = o.End
	}
	if at < of.End {
		missing = append(missing, Span{at, of.End})
	}
	return missing
}

func total(spans []Span) (runs int) {
	for _, s := range spans {
		runs += s.Len()
	}
	return runs
}

// A Shard is the K-th of N parts of a study that together are all of it, about equal in runs planned; the zero Shard is
// the whole study.
type Shard struct{ K, N int } // K from 1

// Check returns an error unless there is such a shard.
func (s Shard) Check() error {
	if s != (Shard{}) && (s.N < 1 || s.K < 1 || s.K > s.N) {
		return fmt.Errorf("shard %s: expected K/N with K from 1 to N", s)
	}
	return nil
}

// String reads "3/100".
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.K, s.N) }

// of returns the shard's part of so many units, the first few one larger than the others.
func (s Shard) of(units int) Span {
	if s == (Shard{}) {
		return Span{0, units}
	}
	share, rest := units/s.N, units%s.N
	start := func(k int) int { return k*share + min(k, rest) }
	return Span{start(s.K - 1), start(s.K)}
}
