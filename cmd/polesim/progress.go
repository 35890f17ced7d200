package main

import (
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
	bar         *bar // nil where there is no terminal
	plain       io.Writer
	next        time.Time
	started     time.Time
}

const (
	plainFirst = 5 * time.Second // then
	plainEvery = 30 * time.Second
)

func newProgress(w *os.File, total int) *progress {
	p := &progress{total: total, started: time.Now()}
	if !term.IsTerminal(int(w.Fd())) || os.Getenv("SLURM_JOB_ID") != "" {
		p.plain, p.next = w, p.started.Add(plainFirst)
		return p
	}
	p.bar = newBar(w, total)
	return p
}

// watch counts a replication.
func (p *progress) watch(experiments.Replication) error {
	p.done++
	if p.bar != nil {
		p.bar.advance()
	} else if now := time.Now(); now.After(p.next) {
		p.next = now.Add(plainEvery)
		rate := float64(p.done) / now.Sub(p.started).Seconds()
		left := time.Duration(float64(p.total-p.done) / rate * float64(time.Second)).Round(time.Second)
		fmt.Fprintf(p.plain, "%d of %d replications, %.1f a second, about %v left\n", p.done, p.total, rate, left)
	}
	return nil
}

// stop clears the bar.
func (p *progress) stop() {
	if p.bar != nil {
		p.bar.clear()
	}
}
