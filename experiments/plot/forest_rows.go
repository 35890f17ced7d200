package plot

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

func (f *forest) draw(c draw.Canvas) {
	area := f.layout.areas(1, c.Rectangle)[0]
	lane := area.Size().Y / vg.Length(len(f.rows))
	for i := range f.rows[1:] {
		y := area.Max.Y - lane*vg.Length(i+1)
		c.StrokeLine2(gridStroke, c.Min.X, y, c.Max.X, y)
	}
	f.panel(area).draw(c)
	for i := range f.rows {
		top := area.Max.Y - lane*vg.Length(i)
		f.drawName(c, i, top-lane/2)
		f.drawNumbers(c, i, top, lane)
	}
	head := vg.Point{X: c.Max.X, Y: area.Max.Y + 5}
	plainFace.write(c, greyText, head, toRight, numberHeader)
	f.drawDirections(c, area)
}

func (f *forest) panel(area vg.Rectangle) panel {
	n := float64(len(f.rows))
	p := panel{area: area, x: f.axis, y: scale{min: 0, max: n}}
	for i, r := range f.rows {
		if eq := r.Equivalence / r.Scale; eq > 0 && finite(eq) {
			p.layers = append(p.layers, equivalence{eq, n - float64(i) - 0.97, n - float64(i) - 0.03})
		}
	}
	p.layers = append(p.layers, vertical{0, 0, zeroStroke})
	for i, r := range f.rows {
		for k, e := range r.Estimates {
			if !r.drawn(k) {
				continue
			}
			s, hollow := f.sign(k)
			p.layers = append(p.layers, forestMark{f.height(i, k), e.Mean / r.Scale, e.Low / r.Scale, e.High / r.Scale, s, hollow, r.negligible(k)})
		}
	}
	return p
}

// height places comparisons in a row, the first on top.
func (f *forest) height(row, comparison int) float64 {
	share := (float64(comparison) + 1) / float64(len(f.comparisons)+1)
	return float64(len(f.rows)-row) - share
}

func (f *forest) drawName(c draw.Canvas, i int, middle vg.Length) {
	height := strong.leading*vg.Length(len(f.names[i])) + plainFace.leading*vg.Length(len(f.units[i]))
	at := vg.Point{X: c.Min.X, Y: middle + height/2}
	at.Y = strong.writeLines(c, ink, at, fromLeft, f.names[i])
	plainFace.writeLines(c, greyText, at, fromLeft, f.units[i])
}

func (f *forest) drawNumbers(c draw.Canvas, i int, top, lane vg.Length) {
	for k, s := range f.numbers[i] {
		sg, _ := f.sign(k)
		share := vg.Length(k+1) / vg.Length(len(f.comparisons)+1)
		at := vg.Point{X: c.Max.X, Y: top - share*lane - 0.35*plainFace.Font.Size}
		ink := color.Color(shade(sg.color))
		if f.rows[i].negligible(k) {
			ink = greyText
		}
		plainFace.write(c, ink, at, toRight, s)
	}
}

// drawDirections says under the axis what left and right of zero mean, and what the axis counts.
func (f *forest) drawDirections(c draw.Canvas, area vg.Rectangle) {
	c.Rectangle = area
	toX, _ := f.panel(area).axes().Transforms(&c)
	at := vg.Point{X: toX(0), Y: area.Min.Y - 6 - 2*plainFace.Font.Size}
	left, right := "← lower", "higher →"
	if a := f.baseline(); a >= 0 {
		left, right = left+" than "+f.frame.short()[a], "higher than "+f.frame.short()[a]+" →"
	}
	if toX(0)-plainFace.Width(left)-6 >= margin {
		plainFace.write(c, ink, vg.Point{X: at.X - 6, Y: at.Y}, toRight, left)
	}
	if toX(0)+plainFace.Width(right)+6 <= area.Max.X+f.layout.right {
		plainFace.write(c, ink, vg.Point{X: at.X + 6, Y: at.Y}, fromLeft, right)
	}
	name := "mean paired difference, in " + f.axis.unit(f.scaleName)
	x := min(max((area.Min.X+area.Max.X)/2, margin+plainFace.Width(name)/2), Width-margin-plainFace.Width(name)/2)
	plainFace.write(c, ink, vg.Point{X: x, Y: at.Y - plainFace.leading - 1}, centred, name)
}

// baseline is the scenario that all comparisons start from, or -1.
func (f *forest) baseline() int {
	for _, c := range f.comparisons[1:] {
		if c.A != f.comparisons[0].A {
			return -1
		}
	}
	return f.comparisons[0].A
}

// reading explains the marks and says what is not shown.
func (f *forest) reading() []string {
	least, most, single := math.MaxInt, 0, false
	var bands []string
	var unscaled []string
	for _, r := range f.rows {
		if r.Equivalence > 0 && r.Scale > 0 {
			bands = append(bands, fmt.Sprintf("±%s in %s", number(r.Equivalence, decimalsFor(0, r.Equivalence)), r.Label))
		}
		for k, e := range r.Estimates {
			if !finite(e.Mean) {
				continue
			}
			least, most = min(least, e.Pairs), max(most, e.Pairs)
			single = single || !finite(e.Low) || !finite(e.High)
			if !r.drawn(k) && k == 0 {
				unscaled = append(unscaled, r.Label)
			}
		}
	}
	if most == 0 && least > most {
		return []string{"No difference has a value."}
	}
	out := []string{fmt.Sprintf("Marker and bar: mean over paired runs (%s) and its 95 %% interval; numbers at the right in each outcome’s own unit.", runs(least, most))}
	if single {
		out[0] = fmt.Sprintf("Marker: mean over paired runs (%s); no interval can be given where none is drawn. Numbers at the right in each outcome’s own unit.", runs(least, most))
	}
	if len(bands) > 0 {
		text := "Grey band: differences too small to matter (practical equivalence), " + listed(bands)
		if f.anyNegligible() {
			text += "; ≈ and pale where the interval lies within"
		}
		out = append(out, text+".")
	}
	if f.beyond {
		out = append(out, "Arrow: beyond the axis, see the number.")
	}
	if len(unscaled) > 0 {
		out = append(out, "Not drawn, for want of a scale (the baseline does not vary): "+listed(unscaled)+".")
	}
	return out
}

func (f *forest) caption() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s Mean paired differences with 95 %% intervals.", sentence(f.frame.Question), sentence(f.frame.Note))
	for k := range f.comparisons {
		var parts []string
		for i, r := range f.rows {
			parts = append(parts, r.named()+" "+f.numbers[i][k])
		}
		fmt.Fprintf(&b, " %s: %s.", f.comparisonName(k), strings.Join(parts, "; "))
	}
	return tidy(b.String() + " " + strings.Join(f.reading(), " "))
}
