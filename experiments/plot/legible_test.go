package plot_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	stdfont "golang.org/x/image/font"
	gplot "gonum.org/v1/plot"
	"gonum.org/v1/plot/font"

	"polesim/experiments/plot"
)

// written is a piece of text in a figure and the room it takes, in points from the lower left corner.
type written struct {
	words                    string
	left, right, bottom, top float64
	size                     float64
}

var (
	sizeIn = regexp.MustCompile(`font-size:([0-9.]+)px`)
	bold   = regexp.MustCompile(`font-weight:bold`)
)

// words reads all text out of an SVG, and the page's size.
func words(t *testing.T, svg []byte) (all []written, width, height float64) {
	t.Helper()
	var doc struct {
		ViewBox string `xml:"viewBox,attr"`
		Inner   []byte `xml:",innerxml"`
	}
	if err := xml.Unmarshal(svg, &doc); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(doc.ViewBox, "0 0 %g %g", &width, &height); err != nil {
		t.Fatal(err)
	}
	dec := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := dec.Token()
		if err != nil {
			return all, width, height
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "text" {
			continue
		}
		var text struct {
			X     float64 `xml:"x,attr"`
			Y     float64 `xml:"y,attr"`
			Style string  `xml:"style,attr"`
			Words string  `xml:",chardata"`
		}
		if err := dec.DecodeElement(&text, &start); err != nil {
			t.Fatal(err)
		}
		size, err := strconv.ParseFloat(sizeIn.FindStringSubmatch(text.Style)[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)}
		if bold.MatchString(text.Style) {
			f.Weight = stdfont.WeightBold
		}
		w := gplot.DefaultTextHandler.Cache().Lookup(f, f.Size)
		all = append(all, written{text.Words, text.X, text.X + w.Width(text.Words).Points(), -text.Y - 0.2*size, -text.Y + 0.7*size, size})
	}
}

// legible fails where text is small, leaves the page or lies on other text, and where a number is none.
func legible(t *testing.T, f *plot.Figure) {
	t.Helper()
	var svg bytes.Buffer
	if err := f.WriteSVG(&svg); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"NaN", "Inf", "\ufffd"} {
		if bytes.Contains(svg.Bytes(), []byte(bad)) {
			t.Errorf("the SVG contains %q", bad)
		}
	}
	const sizeLimit = 2 << 20
	if svg.Len() > sizeLimit {
		t.Errorf("the SVG takes %d bytes, more than %d", svg.Len(), sizeLimit)
	}
	all, width, height := words(t, svg.Bytes())
	for i, a := range all {
		if a.size < 9 {
			t.Errorf("%q is set in %g points", a.words, a.size)
		}
		if a.left < 0 || a.right > width || a.bottom < 0 || a.top > height {
			t.Errorf("%q leaves the page: x %.0f to %.0f of %.0f, y %.0f to %.0f of %.0f", a.words, a.left, a.right, width, a.bottom, a.top, height)
		}
		for _, b := range all[:i] {
			const slack = 0.3
			if a.left < b.right-slack && b.left < a.right-slack && a.bottom < b.top-slack && b.bottom < a.top-slack {
				t.Errorf("%q lies on %q", a.words, b.words)
			}
		}
	}
	if strings.TrimSpace(f.Caption) == "" || strings.Contains(f.Caption, "NaN") {
		t.Errorf("caption %q", f.Caption)
	}
}

func TestSaveWritesThreeFilesOfOneFigure(t *testing.T) {
	f, err := plot.MechanismShares(frame("Through what?", 2), shares(2, 10, 24))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "figures")
	if err := f.Save(dir, "shares"); err != nil {
		t.Fatal(err)
	}
	txt, err := os.ReadFile(filepath.Join(dir, "shares.txt"))
	if err != nil || strings.TrimSpace(string(txt)) != f.Caption {
		t.Errorf("shares.txt: %q, %v; want the caption", txt, err)
	}
	svg, err := os.ReadFile(filepath.Join(dir, "shares.svg"))
	if err != nil || !bytes.Contains(svg, []byte("<title>Through what?</title>")) || !bytes.Contains(svg, []byte("pôles")) {
		t.Errorf("shares.svg lacks its title or its accents: %v", err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "shares.png"))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if w := img.Bounds().Dx(); w != 1890 { // 16 cm at 300 dots per inch
		t.Errorf("the PNG is %d pixels wide, want 1890", w)
	}
	if !bytes.Contains(raw, []byte("pHYs\x00\x00\x2e\x23\x00\x00\x2e\x23\x01")) {
		t.Error("the PNG does not say 300 dpi (11811 dots per metre)")
	}
	if err := f.Save(dir, "../elsewhere"); err == nil {
		t.Error("saved outside the directory")
	}
}

func TestSameDataGiveTheSameBytes(t *testing.T) {
	render := func() (all [][]byte) {
		for _, f := range four(t) {
			var svg, raster bytes.Buffer
			if err := f.WriteSVG(&svg); err != nil {
				t.Fatal(err)
			}
			if err := f.WritePNG(&raster); err != nil {
				t.Fatal(err)
			}
			all = append(all, svg.Bytes(), raster.Bytes())
		}
		return all
	}
	first, second := render(), render()
	for i := range first {
		if !bytes.Equal(first[i], second[i]) {
			t.Errorf("figure %d, %s: other bytes the second time", i/2+1, []string{"SVG", "PNG"}[i%2])
		}
	}
}

func BenchmarkFourFigures(b *testing.B) {
	figures := four(b)
	dir := b.TempDir()
	for b.Loop() {
		for i, f := range figures {
			if err := f.Save(dir, strconv.Itoa(i)); err != nil {
				b.Fatal(err)
			}
		}
	}
}
