package plot

import (
	"image/color"
	"slices"

	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// endLabels names lines where they end, to the right of the data. Names that would overlap move apart with their markers,
// so that none hides another, and a thin leader keeps each with its line.
type endLabels struct {
	labels []endLabel
}

type endLabel struct {
	x, y  float64
	lines []string
	sign  sign
}

var _ gplot.Plotter = endLabels{}

const (
	endLabelGap = vg.Length(20) // for leader and marker
	labelsBelow = vg.Length(6)  // by which labels may reach below the data
)

// Plot implements plot.Plotter.
func (e endLabels) Plot(c draw.Canvas, p *gplot.Plot) {
	toX, toY := p.Transforms(&c)
	want := make([]vg.Length, len(e.labels))
	size := make([]vg.Length, len(e.labels))
	for i, l := range e.labels {
		want[i] = toY(l.y)
		size[i] = plainFace.leading * vg.Length(len(l.lines))
	}
	got := spread(want, size, c.Min.Y-labelsBelow, c.Max.Y)
	for i, l := range e.labels {
		x := c.Max.X + endLabelGap
		c.StrokeLines(draw.LineStyle{Color: tint(l.sign.color, 0.6), Width: 0.6},
			[]vg.Point{{X: toX(l.x) + 1, Y: want[i]}, {X: x - 10, Y: got[i]}})
		l.sign.draw(&c, vg.Point{X: x - 6, Y: got[i]}, 2.6)
		plainFace.writeMiddle(c, color.Color(shade(l.sign.color)), vg.Point{X: x, Y: got[i]}, fromLeft, l.lines)
	}
}

// spread moves intervals of the given sizes apart, each as near to the middle it wants as the others allow, within
// bounds where they all fit (pooling of adjacent violators).
func spread(want, size []vg.Length, lo, hi vg.Length) []vg.Length {
	order := make([]int, len(want))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case want[a] < want[b]:
			return -1
		case want[a] > want[b]:
			return 1
		}
		return b - a // equal ends: the first scenario on top
	})
	type block struct {
		members []int
		start   vg.Length
		size    vg.Length
	}
	place := func(b *block) {
		sum, offset := vg.Length(0), vg.Length(0)
		for _, i := range b.members {
			sum += want[i] - (offset + size[i]/2)
			offset += size[i]
		}
		b.size = offset
		b.start = max(lo, min(sum/vg.Length(len(b.members)), hi-offset))
	}
	var blocks []block
	for _, i := range order {
		b := block{members: []int{i}}
		place(&b)
		for len(blocks) > 0 && blocks[len(blocks)-1].start+blocks[len(blocks)-1].size > b.start {
			last := blocks[len(blocks)-1]
			blocks = blocks[:len(blocks)-1]
			b.members = append(slices.Clone(last.members), b.members...)
			place(&b)
		}
		blocks = append(blocks, b)
	}
	out := make([]vg.Length, len(want))
	for _, b := range blocks {
		at := b.start
		for _, i := range b.members {
			out[i] = at + size[i]/2
			at += size[i]
		}
	}
	return out
}
