package design

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"polesim/experiments/sampling"
)

// spread makes a sampler of package sampling. Its seed is that of the study unless [sampler_settings] has one.
// Without a number of points, or without factors, it is not made.
func (r *reader) spread(at node, name string, points int, ok bool) {
	s := sampling.Settings{Points: points, Seed: r.d.Seed}
	r.d.count = points
	if r.settings(name, &s) && ok && len(r.d.Factors) > 0 {
		r.make(at, name, s)
	}
}

// make makes a sampler, or says at the setting what is wrong with it.
func (r *reader) make(at node, name string, s sampling.Settings) {
	var wrong *sampling.SettingError
	sampler, err := sampling.New(name, len(r.d.Factors), s)
	switch {
	case errors.As(err, &wrong):
		key := wrong.Setting
		if n := r.root.Child(key); n.Given() {
			at = n
		} else if n := r.root.Child("sampler_settings").Child(key); n.Given() {
			at, key = n, "sampler_settings."+key
		}
		r.atKey(at, key, "%s (sampler %s)", wrong.Message, name)
	case err != nil:
		r.at(at, "sampler", "%v", err)
	default:
		r.d.Sampler = sampler
	}
}

// settings reads [sampler_settings], and says whether the sampler can be made with them.
func (r *reader) settings(name string, s *sampling.Settings) bool {
	n := r.root.Child("sampler_settings")
	about, _ := sampling.About(name)
	var known []string
	for _, key := range about.Settings {
		if key != "points" && name != "grid" { // they have a place of their own, and the levels of a grid are the factors'
			known = append(known, key)
		}
	}
	if n.Given() && !n.IsTable() {
		r.at(n, "sampler_settings", "is %s, expected a table: [sampler_settings]", n.What())
		return false
	}
	if n.Given() && len(known) == 0 {
		r.atKey(n, "sampler_settings", "are not for %s, which has none", name)
		return false
	}
	r.known(n, "sampler_settings.", known...)
	setting := func(key string) node {
		if !slices.Contains(known, key) {
			return node{}
		}
		return n.Child(key)
	}
	whole := len(r.problems)
	if c := setting("seed"); c.Given() {
		s.Seed = uint64(r.whole(c, "sampler_settings.seed", 0, 1<<53, "the sampler's random numbers"))
	}
	if c := setting("levels"); c.Given() {
		s.Levels = []int{r.whole(c, "sampler_settings.levels", 2, mostLevels, "levels of each factor")}
	}
	if c := setting("unscrambled"); c.Given() {
		s.Unscrambled = r.truth(c, "sampler_settings.unscrambled")
	}
	if c := setting("second_order"); c.Given() {
		s.SecondOrder = r.truth(c, "sampler_settings.second_order")
	}
	r.d.Settings = *s
	return len(r.problems) == whole
}

// written are the settings that differ from what a design takes when it does not say, as TOML; the seed always, so that it
// does not follow another study's.
func written(s sampling.Settings) []string {
	lines := []string{"seed = " + strconv.FormatUint(s.Seed, 10)}
	if len(s.Levels) > 0 {
		lines = append(lines, fmt.Sprintf("levels = %d", s.Levels[0]))
	}
	if s.Unscrambled {
		lines = append(lines, "unscrambled = true")
	}
	if s.SecondOrder {
		lines = append(lines, "second_order = true")
	}
	return lines
}
