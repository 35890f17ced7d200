package classics

import (
	"slices"

	"polesim/sim"
)

// Who depends on whom, by the name that a user gives it.
const (
	adjacent = "adjacent" // the k nearest on a ring, as many to each side; odd k: one more to the right
	anywhere = "random"   // k others drawn anew for each landscape and practice
	inBlocks = "block"    // all others of a block of k+1
)

var neighbourhoods = []string{adjacent, anywhere, inBlocks}

// neighbourhood returns who depends on whom; s draws what is drawn.
func neighbourhood(name string, n, k int, s *sim.Stream) neighbours {
	switch name {
	case adjacent:
		return func(practice int, into []int32) {
			for at := range into {
				distance := at/2 + 1
				if at%2 == 1 {
					distance = -distance
				}
				into[at] = int32((practice + distance + n) % n)
			}
		}
	case anywhere:
		return neighboursWithin(n, s)
	default:
		return func(practice int, into []int32) {
			first := practice - practice%(k+1)
			at := 0
			for other := first; other <= first+k; other++ {
				if other != practice {
					into[at] = int32(other)
					at++
				}
			}
		}
	}
}

// neighboursWithin returns others drawn at random from practices of the same group of some size.
func neighboursWithin(size int, s *sim.Stream) neighbours {
	return func(practice int, into []int32) {
		first := practice - practice%size
		for at := range into {
			for {
				other := int32(first + s.IntN(size))
				if int(other) != practice && !slices.Contains(into[:at], other) {
					into[at] = other
					break
				}
			}
		}
	}
}

// checkNeighbourhood says whether n, k and a neighbourhood go together.
func checkNeighbourhood(v Values, name string, n, k int) error {
	switch {
	case k > n-1:
		return v.mismatch("K", "= %d: a practice has only %d others to depend on (N = %d)", k, n-1, n)
	case name == inBlocks && n%(k+1) != 0:
		return v.mismatch("N", "= %d: blocks of K+1 = %d practices do not fill it", n, k+1)
	}
	return nil
}
