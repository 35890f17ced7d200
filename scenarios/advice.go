package scenarios

import "polesim/model"

// advise says what is no mistake but hardly meant.
func (k *checker) advise() {
	if k.meetingless() {
		k.advice = append(k.advice, k.tree.child("poles").keyProblem("poles", "are drawn, but nobody meets in them: arenas.pole is 0, as by default. "+
			"Write [arenas] and below it pole = 1 and none = 0, or run a scenario that extends this one and says so; if nobody is to meet, none = 1"))
	}
	k.advice = append(k.advice, k.idle()...)
}

// meetingless tells whether a scenario draws pôles and leaves it at the default that nobody ever meets, in them or
// anywhere else. One that says itself that nobody meets (arenas.none) means it.
func (k *checker) meetingless() bool {
	none, _ := model.Lookup("arenas.none")
	if len(k.config.Poles) == 0 || k.tree.child("poles").empty() || k.given[none] != nil {
		return false
	}
	for _, month := range append(k.config.Turns(), 0) {
		now := k.config.At(month)
		for _, id := range weightsOf("arenas") {
			if id != none && now.Value(id) > 0 {
				return false
			}
		}
	}
	return true
}
