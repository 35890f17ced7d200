package plot

import (
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// box stands in pictures for a letter that the typeface lacks: nothing may vanish without a word.
const box = '□'

// boxReading explains it.
const boxReading = "□ stands for a letter that the typeface of pictures lacks; the caption in words has it."

// Width measures a text as it is drawn.
func (f face) Width(s string) vg.Length { return f.Face.Width(drawable(f.Face, s)) }

// drawable is a text as the typeface can show it: letters that it lacks become boxes (wide ones with a blank, to take
// about the room that they would), joiners, selectors and the like go.
func drawable(f font.Face, s string) string {
	var b strings.Builder
	var buffer sfnt.Buffer
	for _, r := range norm.NFC.String(s) {
		switch glyph, err := f.Face.GlyphIndex(&buffer, r); {
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Cc):
		case err == nil && glyph != 0:
			b.WriteRune(r)
		default:
			b.WriteRune(box)
			if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
				b.WriteByte(' ')
			}
		}
	}
	return b.String()
}

// lacking says whether the typeface lacks a letter of any of the texts.
func lacking(texts ...string) bool {
	for _, s := range texts {
		if strings.Count(drawable(plainFace.Face, s), string(box)) > strings.Count(s, string(box)) {
			return true
		}
	}
	return false
}
