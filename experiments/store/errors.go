package store

import "errors"

// Errors a caller may decide on, with errors.Is. The errors returned wrap them with the folder and a way out.
var (
	ErrExists     = errors.New("results are there already")              // Create without force
	ErrUnfinished = errors.New("a stopped run left its results here")    // Create without force on a stale partial folder
	ErrBusy       = errors.New("another process is writing this folder") // Create, with or without force
	ErrNotResults = errors.New("not a result folder")                    // Open, ExportCSV; Create over something else
	ErrForeign    = errors.New("files that polesim did not write")       // Create, Finish: they would be lost
	ErrNewer      = errors.New("written by a newer version of polesim")  // Open, ExportCSV
	ErrCorrupt    = errors.New("damaged results")                        // Open and all reading
	ErrNoRun      = errors.New("no such run")                            // RunAt
)
