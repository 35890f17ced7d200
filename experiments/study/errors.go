package study

import "errors"

// Errors a caller may decide on, with errors.Is, besides those of package store: ErrNotResults, ErrNewer, ErrForeign,
// ErrBusy, ErrCorrupt and ErrNoRun.
var (
	ErrChanged  = errors.New("not the same study")                   // Create, Continue: over another one
	ErrDiffers  = errors.New("the subject is not the study's")       // Run, Replay
	ErrUnfit    = errors.New("this plan is no study")                // Create
	ErrStopped  = errors.New("stopped at the first run that failed") // Run with FailFast
	ErrUnmerged = errors.New("not all runs are there")               // Merge with Tidy
)
