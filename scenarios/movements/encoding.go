package movements

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const sampleSize = 64 << 10 // bytes looked at to find encoding and delimiter

// formats that are not text, by their first bytes, and what to do with them.
var formats = []struct{ magic, advice string }{
	{"PK\x03\x04", "a spreadsheet (xlsx, ods) or a zip archive: save the sheet as CSV, or unpack it"},
	{"\xd0\xcf\x11\xe0", "an old Excel workbook: save the sheet as CSV"},
	{"%PDF", "a PDF document"},
	{"\x1f\x8b", "compressed (gzip): unpack it first"},
	{"\x28\xb5\x2f\xfd", "compressed (zstd): unpack it first"},
	{"PAR1", "a Parquet file: export it as CSV"},
}

// decoded returns r as UTF-8 without a byte-order mark, and a note on how it was read if that is worth saying.
func decoded(r io.Reader, encoding string) (text *bufio.Reader, note func() string, err error) {
	raw := bufio.NewReaderSize(r, sampleSize)
	sample, err := raw.Peek(sampleSize)
	if err != nil && err != io.EOF {
		return nil, nil, err
	}
	for _, f := range formats {
		if bytes.HasPrefix(sample, []byte(f.magic)) {
			return nil, nil, fmt.Errorf("not a text file but %s", f.advice)
		}
	}
	said := func(s string) func() string { return func() string { return s } }
	var t transform.Transformer
	note = said("")
	switch {
	case encoding != "":
		e, err := htmlindex.Get(encoding)
		if err != nil {
			return nil, nil, fmt.Errorf("encoding %s is not known; expected utf-8, windows-1252, iso-8859-15, utf-16le, macintosh …", quoted(encoding))
		}
		t = unicode.BOMOverride(e.NewDecoder())
	case bytes.HasPrefix(sample, []byte("\xff\xfe")), bytes.HasPrefix(sample, []byte("\xfe\xff")):
		t, note = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder(), said("read as UTF-16")
	case zerosAt(sample, 1):
		t, note = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder(), said("read as UTF-16")
	case zerosAt(sample, 0):
		t, note = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder(), said("read as UTF-16")
	case garbage(sample):
		return nil, nil, fmt.Errorf("not a text file (it holds binary data); expected CSV")
	default:
		m := &mixed{}
		t, note = m, m.note
		if bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")) {
			raw.Discard(3)
		}
	}
	text = bufio.NewReaderSize(transform.NewReader(raw, t), sampleSize)
	sample, err = text.Peek(sampleSize)
	if err != nil && err != io.EOF {
		return nil, nil, err
	}
	if garbage(sample) {
		return nil, nil, fmt.Errorf("not a text file (it holds binary data); expected CSV")
	}
	if bytes.IndexByte(sample, '\r') >= 0 && bytes.IndexByte(sample, '\n') < 0 { // line ends of old Macintoshes
		text = bufio.NewReaderSize(returns{text}, sampleSize)
	}
	return text, note, nil
}

// zerosAt tells UTF-16 without a mark: most bytes at even (0) or odd (1) places are zero, and few others.
func zerosAt(sample []byte, parity int) bool {
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(sample) / 2
	return half > 1 && zeros[parity] > half/2 && zeros[1-parity] <= half/20
}

// garbage tells binary data: a zero byte, or more than one byte in fifty that no text holds.
func garbage(sample []byte) bool {
	odd := 0
	for _, b := range sample {
		if b == 0 {
			return true
		}
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7f {
			odd++
		}
	}
	return odd > len(sample)/50+1
}

// mixed turns UTF-8, Windows-1252 (which holds Latin-1) and files pasted together from both into UTF-8: bytes that are
// not UTF-8 are read as Windows-1252. It needs no decision beforehand, so that a first accent in line 80,000 is no trap.
type mixed struct {
	transform.NopResetter
	western, utf8 bool
}

// Transform implements transform.Transformer.
func (m *mixed) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if len(dst)-nDst < utf8.UTFMax {
			return nDst, nSrc, transform.ErrShortDst
		}
		b := src[nSrc]
		if b < utf8.RuneSelf {
			dst[nDst] = b
			nDst++
			nSrc++
			continue
		}
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, size := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(b)
			m.western = true
		} else {
			m.utf8 = true
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

func (m *mixed) note() string {
	switch {
	case m.western && m.utf8:
		return "a mixture of UTF-8 and Windows-1252: check accented names, or say " + FlagEncoding
	case m.western:
		return "read as Windows-1252; if accented names look wrong, say " + FlagEncoding
	}
	return ""
}

// returns reads carriage returns as line ends.
type returns struct{ r io.Reader }

// Read implements io.Reader.
func (c returns) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
