package study

import (
	"iter"
	"math"
	"time"

	"polesim/experiments/store"
)

// A sink gathers what tasks give and writes it as chunks.
type sink struct {
	study  *Study
	folder string // of the study
	label  string // tells the writer from others
	every  time.Duration
	most   int // held numbers

	span    Span // gathered
	spans   []Span
	ends    []ending
	values  []float64
	counts  counts
	held    int // numbers, or as much of something else
	written time.Time
}

// endingNumbers is how many numbers take as much memory as an ending without its why.
const endingNumbers = 5

// add takes in a batch, after those before it.
func (k *sink) add(b *batch) error {
	if k.folder == chunksName && k.span.Len() > 0 && b.span.First != k.span.End {
		if err := k.flush(); err != nil {
			return err
		}
	}
	if k.span.Len() == 0 {
		k.span = b.span
	}
	k.span.End = b.span.End
	k.spans = append(k.spans, b.span)
	k.ends = append(k.ends, b.ends...)
	k.values = append(k.values, b.values...)
	k.counts = k.counts.plus(b.counts)
	k.held += len(b.values)
	for _, end := range b.ends {
		k.held += endingNumbers + len(end.why)/8
	}
	if k.held >= k.most || time.Since(k.written) >= k.every {
		return k.flush()
	}
	return nil
}

// flush writes what was gathered. If it fails that stays gathered, to be tried again.
func (k *sink) flush() error {
	k.written = time.Now()
	if k.span.Len() == 0 {
		return nil
	}
	if err := k.study.writeChunk(k.folder, k.label, k.span, footing{k.counts, union(k.spans), k.study.plan}, k.rows()); err != nil {
		return err
	}
	k.span, k.spans, k.ends, k.values, k.counts, k.held = Span{}, k.spans[:0], k.ends[:0], k.values[:0], counts{}, 0
	return nil
}

// rows yields what was gathered as rows.
func (k *sink) rows() iter.Seq2[*store.StudyRun, error] {
	return func(yield func(*store.StudyRun, error) bool) {
		m := &k.study.Manifest
		columns := len(m.Columns)
		var row store.StudyRun
		none := make([]float64, columns)
		for i := range none {
			none[i] = math.NaN()
		}
		for i, end := range k.ends {
			point, replication := m.place(end.run)
			for j, name := range m.Rows {
				row = store.StudyRun{Point: point, Replication: replication, Scenario: name, Status: end.status, Error: end.why, Values: none}
				if end.status == store.Done {
					row.Values = k.values[(i*len(m.Rows)+j)*columns:][:columns]
				}
				if !yield(&row, nil) {
					return
				}
			}
		}
	}
}
