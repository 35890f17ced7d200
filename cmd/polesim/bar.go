//go:build !js

package main

import (
	"io"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// A bar shows progress on a terminal.
type bar struct {
	bars *mpb.Progress
	bar  *mpb.Bar
}

func newBar(w io.Writer, total int, what string) *bar {
	bars := mpb.New(mpb.WithOutput(w), mpb.WithWidth(48))
	return &bar{bars, bars.AddBar(int64(total),
		mpb.PrependDecorators(decor.Name(what+" "), decor.CountersNoUnit("%d / %d")),
		mpb.AppendDecorators(decor.AverageSpeed(0, "%.1f/s "), decor.AverageETA(decor.ET_STYLE_GO, decor.WC{C: decor.DextraSpace}), decor.Name(" left")),
		mpb.BarRemoveOnComplete())}
}

func (b *bar) advance(n int) { b.bar.IncrBy(n) }

func (b *bar) clear() {
	b.bar.Abort(true)
	b.bars.Wait()
}
