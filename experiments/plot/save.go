package plot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"html"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Files are the names of the files that [Figure.Save] writes for a figure of this name.
func Files(name string) []string { return []string{name + ".svg", name + ".png", name + ".txt"} }

// Save writes name.svg, name.png and name.txt, the caption, into a directory, which is made if need be.
func (f *Figure) Save(dir, name string) error {
	if name == "" || name != filepath.Base(name) {
		return fmt.Errorf("save figure: %q is not a plain file name", name)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("save figure %s: %w", name, err)
	}
	for _, as := range []struct {
		suffix string
		write  func(io.Writer) error
	}{
		{".svg", f.WriteSVG},
		{".png", f.WritePNG},
		{".txt", func(w io.Writer) error { _, err := fmt.Fprintln(w, f.Caption); return err }},
	} {
		var b bytes.Buffer
		if err := as.write(&b); err != nil {
			return fmt.Errorf("draw figure %s%s: %w", name, as.suffix, err)
		}
		if err := writeWhole(filepath.Join(dir, name+as.suffix), b.Bytes()); err != nil {
			return fmt.Errorf("save figure %s%s: %w", name, as.suffix, err)
		}
	}
	return nil
}

// writeWhole writes a file under a temporary name and gives it its own when all of it is there: a full disk leaves no half
// of a figure.
func writeWhole(path string, content []byte) error {
	temporary := path + ".tmp"
	err := os.WriteFile(temporary, content, 0o644)
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		os.Remove(temporary) // as well as may be: the first error is the one to tell
	}
	return err
}

// WriteSVG writes the figure with its question and caption inside, for screen readers. Its type is named, not
// embedded: Liberation Sans or another whose letters are as wide. Where none is installed, the length noted with each
// text keeps it in its place.
func (f *Figure) WriteSVG(w io.Writer) error {
	canvas := &measuredSVG{Canvas: vgsvg.New(Width, f.page().height)}
	f.paint(draw.New(canvas))
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return err
	}
	s := strings.NewReplacer(
		"font-family:Liberation Sans;", "font-family:'Liberation Sans',Arimo,Arial,Helvetica,'Nimbus Sans',FreeSans,sans-serif;",
		"font-variant:normal;", "",
	).Replace(b.String())
	const opening = `xmlns:xlink="http://www.w3.org/1999/xlink"`
	head, rest, found := strings.Cut(s, opening+">")
	pieces := strings.Split(rest, "<text ")
	if !found || len(pieces) != len(canvas.lengths)+1 {
		return errors.New("the SVG canvas writes otherwise than expected")
	}
	for i, length := range canvas.lengths {
		pieces[i+1] = fmt.Sprintf(`<text textLength="%.2f" lengthAdjust="spacingAndGlyphs" %s`, length.Points(), pieces[i+1])
	}
	_, err := fmt.Fprintf(w, "%s%s role=\"img\">\n<title>%s</title>\n<desc>%s</desc>%s",
		head, opening, html.EscapeString(f.question), html.EscapeString(f.Caption), strings.Join(pieces, ""))
	return err
}

// measuredSVG keeps the length of each text written on it.
type measuredSVG struct {
	*vgsvg.Canvas
	lengths []vg.Length
}

// FillString implements vg.Canvas.
func (m *measuredSVG) FillString(f font.Face, at vg.Point, s string) {
	m.lengths = append(m.lengths, f.Width(drawable(f, s)))
	m.Canvas.FillString(f, at, s)
}

// letters draws text as far as the typeface has it. Whoever shows an SVG may have other typefaces, and gets all of it.
type letters struct{ *vgimg.Canvas }

// FillString implements vg.Canvas.
func (l letters) FillString(f font.Face, at vg.Point, s string) {
	l.Canvas.FillString(f, at, drawable(f, s))
}

// WritePNG writes the figure at 300 dots per inch, and says so in the file.
func (f *Figure) WritePNG(w io.Writer) error {
	canvas := letters{vgimg.NewWith(vgimg.UseWH(Width, f.page().height), vgimg.UseDPI(dotsPerInch))}
	f.paint(draw.New(canvas))
	var b bytes.Buffer
	if err := png.Encode(&b, canvas.Image()); err != nil {
		return err
	}
	const headerEnd = 8 + 25 // signature and IHDR chunk
	for _, part := range [][]byte{b.Bytes()[:headerEnd], resolution(), b.Bytes()[headerEnd:]} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// resolution is the pHYs chunk of a PNG, which the standard encoder leaves out: dots per metre both ways.
func resolution() []byte {
	const perMetre = dotsPerInch * 10000 / 254
	body := []byte("pHYs")
	body = binary.BigEndian.AppendUint32(body, perMetre)
	body = binary.BigEndian.AppendUint32(body, perMetre)
	body = append(body, 1) // the unit is the metre
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
	chunk = append(chunk, body...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body))
}
