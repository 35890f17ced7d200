package classics

import (
	"slices"
	"strings"
	"testing"

	"polesim/sim"
)

// firmInDivisions is a firm of a setting that has run a replication.
func firmInDivisions(t *testing.T, replication int, set ...string) *dividedFirm {
	t.Helper()
	v, err := siggelkow.Read(set...)
	if err != nil {
		t.Fatal(err)
	}
	r, err := siggelkow.New(v)
	if err != nil {
		t.Fatal(err)
	}
	f := r.(*dividedFirm)
	f.Run(0, sim.NewKey(6, replication), make([]float64, 1))
	return f
}

// words are the practices of each division.
func (f *dividedFirm) words() (words []uint64) {
	for d := range f.proposal {
		words = append(words, f.practices.Word(d))
	}
	return words
}

// at is what each division performs where the firm does so and so.
func (f *dividedFirm) at(words []uint64) (divisions []float64) {
	f.practices.Reset(f.land, func(d int) uint64 { return words[d] })
	for d := range words {
		divisions = append(divisions, f.practices.Care(d))
	}
	return divisions
}

// TestSiggelkowDivisionsKeepWhatRaisesThemselves takes single periods apart, under both ways of judging.
func TestSiggelkowDivisionsKeepWhatRaisesThemselves(t *testing.T) {
	for _, judged := range []string{"jointly", "apart"} {
		kept := 0
		f := firmInDivisions(t, 0, "N=9", "divisions=3", "K=4", "judged="+judged)
		s := sim.NewKey(6, 1).At(0, 0)
		for range 200 {
			f.start(&s)
			before := f.words()
			f.decideApart(&s)
			after := f.words()
			now, all := f.at(before), slices.Clone(before)
			for d, b := range f.proposal {
				all[d] ^= 1 << (b - d*f.size)
			}
			for d := range before {
				seen := all
				if judged == "apart" {
					seen = slices.Clone(before)
					seen[d] = all[d]
				}
				want := before[d]
				if f.at(seen)[d] > now[d] {
					want = all[d]
					kept++
				}
				if after[d] != want {
					t.Fatalf("judged %s: division %d goes from %b to %b, want %b", judged, d, before[d], after[d], want)
				}
			}
		}
		if kept < 200 || kept > 400 {
			t.Errorf("judged %s: %d of 600 proposals are kept, which is no fair trial", judged, kept)
		}
	}
}

// TestSiggelkowCentreNeverLoses says that a firm that decides as one changes one activity a period, and only to gain.
func TestSiggelkowCentreNeverLoses(t *testing.T) {
	for replication := range 50 {
		course := firmInDivisions(t, replication, "structure=central").Course()
		for at := range course[1:] {
			if course[at+1] < course[at] {
				t.Fatalf("replication %d: performance falls from %v to %v", replication, course[at], course[at+1])
			}
		}
		if course[len(course)-1] > 1 || course[0] < 0 {
			t.Errorf("performance goes from %v to %v; it is a share of what lies between the worst and the best", course[0], course[len(course)-1])
		}
	}
}

// TestSiggelkowReintegratedFirmChangesItsMind says that it does as its divisions do until it is reintegrated, and gains from
// then on.
func TestSiggelkowReintegratedFirmChangesItsMind(t *testing.T) {
	lost := false
	for replication := range 50 {
		divided := slices.Clone(firmInDivisions(t, replication, "structure=decentral").Course())
		course := firmInDivisions(t, replication, "structure=reintegrated", "reintegration=10").Course()
		for at := range course[1:] {
			switch {
			case at+1 <= 10 && course[at+1] != divided[at+1]:
				t.Fatalf("replication %d, period %d: %v, while a decentral firm has %v", replication, at+1, course[at+1], divided[at+1])
			case at+1 <= 10:
				lost = lost || course[at+1] < course[at]
			case course[at+1] < course[at]:
				t.Fatalf("replication %d, period %d: performance falls from %v to %v", replication, at+1, course[at], course[at+1])
			}
		}
	}
	if !lost {
		t.Error("divisions never cost the firm anything")
	}
}

// TestSiggelkowOneDivisionIsTheWhole says that a firm that is not divided does not notice who decides.
func TestSiggelkowOneDivisionIsTheWhole(t *testing.T) {
	for replication := range 20 {
		one := slices.Clone(firmInDivisions(t, replication, "divisions=1", "structure=decentral").Course())
		if whole := firmInDivisions(t, replication, "divisions=1", "structure=central").Course(); !slices.Equal(one, whole) {
			t.Fatalf("replication %d: %v, but as one %v", replication, one, whole)
		}
	}
}

// TestSiggelkowModulesNeedNobody says that divisions on which nothing else depends never lose by what others do: it makes no
// difference how they judge.
func TestSiggelkowModulesNeedNobody(t *testing.T) {
	for replication := range 20 {
		set := []string{"pattern=modular", "structure=decentral"}
		apart := slices.Clone(firmInDivisions(t, replication, append(set, "judged=apart")...).Course())
		jointly := firmInDivisions(t, replication, append(set, "judged=jointly")...).Course()
		if !slices.Equal(apart, jointly) || !slices.IsSorted(jointly) {
			t.Fatalf("replication %d: judged apart %v, jointly %v", replication, apart, jointly)
		}
	}
}

// TestSiggelkowSaysWhatDoesNotGoTogether names the parameter that is in the way.
func TestSiggelkowSaysWhatDoesNotGoTogether(t *testing.T) {
	for set, want := range map[string]string{
		"N=7":                 "N = 7 cannot be divided evenly among divisions = 2",
		"K=3 pattern=modular": "K = 3: an activity has only 2 others in its division to depend on",
		"K=6":                 "K = 6: a practice has only 5 others to depend on",
	} {
		if _, err := siggelkow.Read(strings.Fields(set)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", set, err, want)
		}
	}
}
