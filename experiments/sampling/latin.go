package sampling

// A latin hypercube cuts each factor's range into as many cells as there are points, and visits the cells of each factor in
// an order of its own; within the cell the point lies anywhere.
type latin struct {
	points int
	order  permutation
	orders []key
	places []key
}

func newLatin(factors int, s Settings) (Sampler, *SettingError) {
	return &latin{s.Points, permutationOf(s.Points), keysOf(s.Seed, saltLatinOrder, factors), keysOf(s.Seed, saltLatinPlace, factors)}, nil
}

func (l *latin) Name() string { return "lhs" }
func (l *latin) Points() int  { return l.points }

func (l *latin) At(point int, into []float64) {
	check(point, l.points, into, len(l.orders))
	for f := range into {
		into[f] = within(l.order.at(l.orders[f], point), l.points, l.places[f].bits(uint64(point)))
	}
}
