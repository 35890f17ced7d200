// Package plot draws the figures of a study: what was measured goes in as plain structs, and a [Figure] comes out that
// saves itself as SVG, as 300 dpi PNG and as a caption in words.
//
// Four questions have a figure each:
//
//   - How do runs spread, and where do scenarios differ? [Distributions]
//   - By how much, on paired runs, and does it matter? [PairedDifferences]
//   - When does it happen? [TimeCourses]
//   - Through what? [MechanismShares]
//
// All of them begin with a [Frame]: the question, the note beneath it and the scenarios, whose order fixes colour,
// marker and dash in every figure of a report.
//
// The rooms: theme.go has the looks, text.go, letters.go and ticks.go words, letters and numbers, grid.go panels and their
// places, figure.go the page around them. Marks that any panel can carry (plotters in the sense of gonum.org/v1/plot)
// stand in raincloud.go, forest.go, band.go, stack.go and label.go; distributions.go, differences.go, courses.go and
// shares.go put them together.
//
// The package knows scenarios, outcomes and runs; it must never know what they are about. It writes files only in
// [Figure.Save]. The same data give the same bytes.
package plot
