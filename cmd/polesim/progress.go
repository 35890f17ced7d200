package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"polesim/experiments"
)

// A progress shows how far a run is: a bar on a terminal, a plain line now and then elsewhere.
type progress struct {
	total, done int
	what        string // is counted
	bar         *bar   // nil where there is no terminal
	plain       io.Writer
	next        time.Time
	started     time.Time
	held        bytes.Buffer // what is to be printed when the bar is gone
	out         io.Writer    // and where
}

const (
	plainFirst = 5 * time.Second // then
	plainEvery = 30 * time.Second
)

func newProgress(w *os.File, total int, what string) *progress {
	p := &progress{total: total, what: what, started: time.Now()}
	if !term.IsTerminal(int(w.Fd())) || os.Getenv("SLURM_JOB_ID") != "" {
		p.plain, p.next = w, p.started.Add(plainFirst)
		return p
	}
	p.bar = newBar(w, total, what)
	return p
}

// watch counts a replication.
func (p *progress) watch(experiments.Replication) error {
	p.advance()
	return nil
}

// advance counts one more.
func (p *progress) advance() { p.advanceBy(1) }

// advanceBy counts so many more.
func (p *progress) advanceBy(n int) {
	p.done += n
	if p.bar != nil {
		p.bar.advance(n)
	} else if now := time.Now(); now.After(p.next) {
		p.next = now.Add(plainEvery)
		rate := float64(p.done) / now.Sub(p.started).Seconds()
		left := time.Duration(float64(p.total-p.done) / rate * float64(time.Second)).Round(time.Second)
		fmt.Fprintf(p.plain, "%d of %d %s, %.1f a second, about %v left\n", p.done, p.total, p.what, rate, left)
	}
}

// printer returns where to print meanwhile: out itself, or what keeps it until stop where it would run into the bar.
func (p *progress) printer(out io.Writer) io.Writer {
	if p.bar == nil {
		return out
	}
	p.out = out
	return &p.held
}

// stop clears the bar and prints what was kept.
func (p *progress) stop() {
	if p.bar != nil {
		p.bar.clear()
		p.bar = nil
	}
	if p.out != nil {
		_, _ = p.held.WriteTo(p.out) // out remembers what it could not write
	}
}
