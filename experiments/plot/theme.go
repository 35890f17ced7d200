package plot

import (
	"image/color"
	"math"

	stdfont "golang.org/x/image/font"
	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	// Width of every figure: the text width of a journal page.
	Width = 16 * vg.Centimeter

	// MaxScenarios is how many scenarios keep a colour, a marker and a dash of their own.
	MaxScenarios = 7

	dotsPerInch = 300
	margin      = vg.Length(8) // points kept white around the page
)

// okabeIto holds the colours of Okabe and Ito (Color Universal Design, 2008) without yellow, which is too light for
// lines on white.
var okabeIto = [MaxScenarios]color.NRGBA{
	{0x00, 0x72, 0xB2, 0xFF}, // blue
	{0xD5, 0x5E, 0x00, 0xFF}, // vermillion
	{0x00, 0x9E, 0x73, 0xFF}, // bluish green
	{0xCC, 0x79, 0xA7, 0xFF}, // reddish purple
	{0xE6, 0x9F, 0x00, 0xFF}, // orange
	{0x56, 0xB4, 0xE9, 0xFF}, // sky blue
	{0x00, 0x00, 0x00, 0xFF}, // black
}

var dashes = [MaxScenarios][]vg.Length{
	nil, {5, 2}, {1.2, 1.6}, {6, 1.8, 1.2, 1.8}, {9, 2.5}, {2.6, 1.4}, {6, 1.5, 1.2, 1.5, 1.2, 1.5},
}

var markers = [MaxScenarios]polygonGlyph{
	{corners: 24, size: 1},
	{corners: 4, turn: math.Pi / 4, size: 1.22},
	{corners: 3, turn: math.Pi / 2, size: 1.4},
	{corners: 4, size: 1.35},
	{corners: 3, turn: -math.Pi / 2, size: 1.4},
	{corners: 8, inner: 0.42, turn: math.Pi / 4, size: 1.6},
	{corners: 5, turn: math.Pi / 2, size: 1.2},
}

// fill is the look of an area that must not be taken for a scenario: a light colour and a hatching.
type fill struct {
	color color.NRGBA
	hatch hatch
}

// fills takes Paul Tol's light scheme (Technical Note SRON/EPS/TN/09-002), which colour-blind eyes tell apart too, in an
// order that alternates lightness. Those of like lightness differ in their hatching, so that they hold in grey.
var fills = []fill{
	{color.NRGBA{0x77, 0xAA, 0xDD, 0xFF}, hatch{}},
	{color.NRGBA{0xEE, 0xDD, 0x88, 0xFF}, hatch{angle: math.Pi / 4, gap: 4}},
	{color.NRGBA{0xEE, 0x88, 0x66, 0xFF}, hatch{angle: 0, gap: 3.6, dots: true}},
	{color.NRGBA{0x99, 0xDD, 0xFF, 0xFF}, hatch{angle: -math.Pi / 4, gap: 4}},
	{color.NRGBA{0x44, 0xBB, 0x99, 0xFF}, hatch{angle: 0, gap: 7, dots: true}},
	{color.NRGBA{0xFF, 0xAA, 0xBB, 0xFF}, hatch{angle: math.Pi / 2, gap: 4}},
	{color.NRGBA{0xAA, 0xAA, 0x00, 0xFF}, hatch{angle: 0, gap: 4}},
	{color.NRGBA{0xDD, 0xDD, 0xDD, 0xFF}, hatch{angle: math.Pi / 4, gap: 4, dots: true}},
	{color.NRGBA{0xBB, 0xCC, 0x33, 0xFF}, hatch{angle: math.Pi / 2, gap: 7}},
}

var (
	ink      = color.NRGBA{0x1A, 0x1A, 0x1A, 0xFF}
	greyText = color.NRGBA{0x59, 0x59, 0x59, 0xFF} // 7:1 on white
	greyLine = color.NRGBA{0x8C, 0x8C, 0x8C, 0xFF}
	greyGrid = color.NRGBA{0xE4, 0xE4, 0xE4, 0xFF}
	greyBand = color.NRGBA{0xE9, 0xE9, 0xE9, 0xFF}
)

var (
	gridStroke = draw.LineStyle{Color: greyGrid, Width: 0.5}
	axisStroke = draw.LineStyle{Color: greyLine, Width: 0.6}
	zeroStroke = draw.LineStyle{Color: ink, Width: 0.8}
	markStroke = draw.LineStyle{Color: greyText, Width: 0.8, Dashes: []vg.Length{3, 2}}
)

// sign is how one scenario looks in every figure.
type sign struct {
	color  color.NRGBA
	dashes []vg.Length
	marker polygonGlyph
}

func signOf(scenario int) sign {
	i := scenario % MaxScenarios
	return sign{okabeIto[i], dashes[i], markers[i]}
}

func (s sign) line(width vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: s.color, Width: width, Dashes: s.dashes}
}

// draw puts the marker on a white rim, so that it stands out from what lies under it.
func (s sign) draw(c *draw.Canvas, at vg.Point, radius vg.Length) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: color.White, Radius: radius + 0.9, Shape: s.marker}, at)
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: s.color, Radius: radius, Shape: s.marker}, at)
}

// drawHollow draws the outline of the marker: what is not ours.
func (s sign) drawHollow(c *draw.Canvas, at vg.Point, radius vg.Length) {
	outline := s.marker.outline(at, radius)
	c.FillPolygon(color.White, outline)
	c.StrokeLines(draw.LineStyle{Color: s.color, Width: 1}, append(outline, outline[:2]...))
}

// faded makes a colour translucent.
func faded(c color.NRGBA, alpha float64) color.NRGBA {
	c.A = uint8(math.Round(255 * alpha))
	return c
}

// tint mixes a colour with white: 0 is white, 1 the colour itself.
func tint(c color.NRGBA, strength float64) color.NRGBA {
	mix := func(v uint8) uint8 { return uint8(math.Round(255 - strength*(255-float64(v)))) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 0xFF}
}

// shade darkens a colour until it is legible as text on white.
func shade(c color.NRGBA) color.NRGBA {
	luminance := 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
	const darkest = 105
	if luminance <= darkest {
		return c
	}
	k := darkest / luminance
	mix := func(v uint8) uint8 { return uint8(math.Round(k * float64(v))) }
	return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 0xFF}
}

// polygonGlyph is a filled polygon; with an inner radius, a star.
type polygonGlyph struct {
	corners int
	turn    float64 // radians
	size    float64 // evens out the areas of different shapes
	inner   float64 // share of the radius for every second corner; 0: all alike
}

var _ draw.GlyphDrawer = polygonGlyph{}

// DrawGlyph implements draw.GlyphDrawer.
func (g polygonGlyph) DrawGlyph(c *draw.Canvas, s draw.GlyphStyle, at vg.Point) {
	c.FillPolygon(s.Color, g.outline(at, s.Radius))
}

func (g polygonGlyph) outline(at vg.Point, radius vg.Length) []vg.Point {
	pts := make([]vg.Point, g.corners)
	for i := range pts {
		r := float64(radius) * g.size
		if g.inner > 0 && i%2 == 1 {
			r *= g.inner
		}
		sin, cos := math.Sincos(g.turn + 2*math.Pi*float64(i)/float64(g.corners))
		pts[i] = vg.Point{X: at.X + vg.Length(r*cos), Y: at.Y + vg.Length(r*sin)}
	}
	return pts
}

// face is a size and weight of the house type.
type face struct {
	font.Face
	leading vg.Length // baseline to baseline
}

func newFace(size vg.Length, weight stdfont.Weight) face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight, Size: size}
	return face{gplot.DefaultTextHandler.Cache().Lookup(f, size), size * 1.2}
}

// Nothing in a figure is set smaller than 9 points.
var (
	headFace  = newFace(12, stdfont.WeightBold)
	strong    = newFace(9.5, stdfont.WeightBold)
	plainFace = newFace(9, stdfont.WeightNormal)
)
