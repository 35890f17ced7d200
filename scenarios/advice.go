package scenarios

import (
	"bytes"
	"fmt"
	"slices"

	"polesim/model"
)

// saysNothing is the advice on a file that sets nothing, and extends nothing.
func saysNothing(file string, text []byte) Problem {
	what := "has no more than comments"
	if len(bytes.TrimSpace(text)) == 0 {
		what = "is empty"
	}
	return Problem{File: file, Message: "says nothing: it " + what +
		", so that all that follows is of a made-up hospital at the defaults. For a scenario to begin with: polesim init FILE"}
}

// advise says what is no mistake but hardly meant.
func (k *checker) advise() {
	k.overruled()
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

// overruled says which settings of events never hold, because another event that begins in the same month, and lasts as
// long or longer, sets the same otherwise further down.
func (k *checker) overruled() {
	for later, b := range k.config.Timeline {
		for earlier, a := range k.config.Timeline[:later] {
			if a.Month != b.Month || b.Months > 0 && (a.Months == 0 || a.Months > b.Months) {
				continue
			}
			for id := range registry {
				id := model.ParameterID(id)
				was, sets := a.Settings[id]
				if is, resets := b.Settings[id]; !sets || !resets || was == is || !sameWhose(a, b, registry[id].Scope) {
					continue
				}
				first, n := settingIn(k.events[earlier], id), settingIn(k.events[later], id)
				key := registry[id].Key
				k.advice = append(k.advice, n.problem(fmt.Sprintf("event[%s].set.%s", b.Name, key), fmt.Sprintf(
					"holds, and never the %s of event[%s] (%s), which begins in the same month: of the two the one further down wins. Leave one out, or let them begin in different months",
					first.text(), a.Name, whereabouts(first, n))))
			}
		}
	}
}

// sameWhose says whether two events set a parameter of some scope for the same pôle or service, or both for the hospital.
func sameWhose(a, b model.Event, scope model.Scope) bool {
	switch {
	case scope == model.PerPole && len(a.Poles)+len(b.Poles) > 0:
		return slices.ContainsFunc(a.Poles, func(p model.PoleID) bool { return slices.Contains(b.Poles, p) })
	case scope == model.PerService && len(a.Services)+len(b.Services) > 0:
		return slices.ContainsFunc(a.Services, func(i model.ServiceID) bool { return slices.Contains(b.Services, i) })
	}
	return true
}

// settingIn finds where an event sets a parameter.
func settingIn(event *node, id model.ParameterID) *node {
	if use := event.child("perimeter"); use != nil && id == perimeterUse {
		return use
	}
	set, p := event.child("set"), registry[id]
	if whole := set.child(p.Key); whole != nil {
		return whole
	}
	return set.child(p.Section()).child(p.Name())
}
