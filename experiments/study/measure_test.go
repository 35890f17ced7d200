package study

import (
	"testing"
	"time"
)

func TestMeasuringKeepsNothing(t *testing.T) {
	s := begin(t, fakePlan(12, 5))
	took, err := s.Measure(t.Context(), &fake{points: 12, trouble: sometimes}, time.Second)
	must(t, err)
	if took <= 0 || statusOf(t, s).Missing != 60 {
		t.Errorf("%v a run, %+v", took, statusOf(t, s))
	}
}
