package slurm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// four are settings of a study of four runs, each a task of five minutes.
func four(t *testing.T) Settings {
	return Settings{Folder: t.TempDir(), Program: "/opt/polesim", Runs: 4, SecondsPerRun: 300}
}

// inBubble runs a test on time that costs nothing.
func inBubble(t *testing.T, test func(t *testing.T, c *cluster, s Settings)) {
	t.Helper()
	s := four(t)
	synctest.Test(t, func(t *testing.T) { test(t, newCluster(t), s) })
}

func wantSubmitted(t *testing.T, c *cluster, want ...string) {
	t.Helper()
	if got := c.submitted(); !slices.Equal(got, want) {
		t.Errorf("submitted %q, not %q", got, want)
	}
}

// wantHeard holds that exactly one line has all the texts.
func wantHeard(t *testing.T, c *cluster, texts ...string) {
	t.Helper()
	n := 0
	for _, line := range c.said {
		if !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(line, text) }) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d lines say %q:\n%s", n, texts, strings.Join(c.said, "\n"))
	}
}

func wantError(t *testing.T, err, is error, texts ...string) {
	t.Helper()
	if !errors.Is(err, is) {
		t.Fatalf("got the error %v, not %v", err, is)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("the error does not say %q: %v", text, err)
		}
	}
}

func TestAStudyIsOneArray(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4")
		wantHeard(t, c, "submitted job 100", "4 tasks of 4", "5m0s")
		wantHeard(t, c, "all 4 runs")
		script, err := os.ReadFile(filepath.Join(s.Folder, "logs", "array.sh"))
		want, _ := Script(s)
		if err != nil || string(script) != want {
			t.Errorf("the script that was submitted is not what Script shows: %v\n%s", err, script)
		}
	})
}

func TestAWholeStudyAsksNothingOfTheCluster(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		before := len(c.calls)
		if err := c.run(t.Context(), s); err != nil || len(c.calls) != before {
			t.Errorf("a second call ran %q, error %v", c.calls[before:], err)
		}
	})
}

func TestWhatIsLostIsSubmittedAgainAndNoMore(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, attempt int) going {
			switch {
			case shard == 2 && attempt == 1:
				return going{lasts: time.Minute, state: "FAILED", code: "0:9"}
			case shard == 4 && attempt <= 2:
				return going{lasts: time.Minute, state: "TIMEOUT", code: "0:0"}
			}
			return well
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4", "2,4", "4")
		wantHeard(t, c, "2 of 4 shards are still to be run", "task 2 killed by signal 9", "task 4 timeout", "1 of at most 3")
		wantHeard(t, c, "1 of 4 shards", "task 4 timeout", "2 of at most 3")
	})
}

func TestSubmittingAgainIsBounded(t *testing.T) {
	for resubmissions, submissions := range map[int]int{0: 4, 1: 2, -1: 1} {
		inBubble(t, func(t *testing.T, c *cluster, s Settings) {
			s.Resubmissions = resubmissions
			c.goes = func(shard, _ int) going {
				if shard == 3 {
					return going{lasts: time.Minute, state: "FAILED", code: "1:0"}
				}
				return well
			}
			log := filepath.Join(s.Folder, "logs", fmt.Sprintf("%d_3.log", 100+submissions-1))
			must(t, os.MkdirAll(filepath.Dir(log), 0o755))
			must(t, os.WriteFile(log, []byte("at work\npolesim: no room on the disk\n"), 0o644))
			err := c.run(t.Context(), s)
			wantError(t, err, ErrUndone, "1 of 4 shards", "task 3 failed with exit code 1", log, "no room on the disk", "run this again")
			if n := c.count("sbatch"); n != submissions {
				t.Errorf("with Resubmissions %d submitted %d times, not %d", resubmissions, n, submissions)
			}
		})
	}
}

func TestWhatTryingAgainCannotMendIsNotTriedAgain(t *testing.T) {
	for code, says := range map[string]string{"127:0": "file system that they share", "126:0": "file system that they share", "2:0": "refuses"} {
		inBubble(t, func(t *testing.T, c *cluster, s Settings) {
			c.goes = func(int, int) going { return going{lasts: time.Second, state: "FAILED", code: code} }
			wantError(t, c.run(t.Context(), s), ErrUndone, says)
			wantSubmitted(t, c, "1-4")
		})
	}
}

func TestAnAbsentControllerIsWaitedFor(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.down = func(since time.Duration) bool { return since > time.Minute && since < 40*time.Minute }
		c.goes = func(int, int) going {
			return going{lasts: 45 * time.Minute, state: "COMPLETED", code: "0:0", whole: true}
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4")
		wantHeard(t, c, "does not answer", "Unable to contact", "tasks that run go on")
		wantHeard(t, c, "answers again, after")
		if n := c.count("squeue"); n > 100 {
			t.Errorf("squeue was called %d times: no backing off", n)
		}
	})
}

func TestAnAbsentControllerIsNotWaitedForForever(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.down = func(since time.Duration) bool { return since > time.Minute }
		c.goes = func(int, int) going { return going{lasts: 10 * time.Hour} }
		wantError(t, c.run(t.Context(), s), ErrContact, "Unable to contact", "scancel 100", "--runner slurm")
		if waited := time.Since(c.start); waited < time.Hour || waited > 70*time.Minute {
			t.Errorf("gave up after %s", waited)
		}
	})
}

func TestAStudyCanBecomeWholeWhileTheControllerIsAway(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.down = func(since time.Duration) bool { return since > time.Minute }
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(c.start); waited > 15*time.Minute {
			t.Errorf("noticed after %s only", waited)
		}
	})
}

func TestSubmittingWaitsForTheControllerToo(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.down = func(since time.Duration) bool { return since < 2*time.Minute }
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if len(c.arrays) != 1 {
			t.Errorf("%d arrays", len(c.arrays))
		}
	})
}

func TestWhatSbatchRefusesIsSaidAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.refuses = errors.New("sbatch: error: invalid partition specified: lng")
		wantError(t, c.run(t.Context(), s), c.refuses)
		if n := c.count("sbatch"); n != 1 {
			t.Errorf("tried %d times", n)
		}
	})
}

// retrying are shards with a run that fails at first, or always.
func retrying(always bool) func(shard, attempt int) going {
	return func(shard, attempt int) going {
		g := well
		g.fails = shard >= 3 && (always || attempt == 1)
		return g
	}
}

func TestRunsThatFailedAreRunAgainOnceWhenAsked(t *testing.T) {
	for _, always := range []bool{false, true} {
		for _, forgets := range []bool{false, true} {
			inBubble(t, func(t *testing.T, c *cluster, s Settings) {
				c.goes, c.forgets = retrying(always), forgets
				must(t, c.run(t.Context(), s))
				s.Retry = true
				must(t, c.run(t.Context(), s))
				wantSubmitted(t, c, "1-4", "3,4")
				script, _ := os.ReadFile(filepath.Join(s.Folder, "logs", "array.sh"))
				if !strings.Contains(string(script), " --retry\n") {
					t.Errorf("the tasks are not told:\n%s", script)
				}
			})
		}
	}
}

func TestARetryThatWasLostIsSubmittedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = retrying(false)
		must(t, c.run(t.Context(), s))
		c.goes = func(shard, attempt int) going {
			if shard == 4 && attempt == 2 {
				return going{lasts: time.Minute, state: "NODE_FAIL", code: "0:0"}
			}
			return well
		}
		s.Retry = true
		must(t, c.run(t.Context(), s))
		wantSubmitted(t, c, "1-4", "3,4", "4")
		wantHeard(t, c, "1 of 4 shards are still to be run", "task 4 node fail")
	})
}

// An array of an earlier call that ran what was missing is followed to its end; what failed in it is then run again.
func TestARetryWaitsForTheArrayThatIsInTheQueue(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = retrying(false)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		wantError(t, c.run(ctx, s), ErrLeft)
		s.Retry, s.Resubmissions = true, -1
		must(t, c.run(t.Context(), s))
		wantSubmitted(t, c, "1-4", "3,4")
	})
}

func TestAnArrayEndsAtTheFirstRunThatFailsWhenAsked(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		s.FailFast = true
		c.goes = func(shard, _ int) going {
			if shard == 2 {
				return going{lasts: time.Minute, state: "FAILED", code: "1:0", fails: true}
			}
			return going{lasts: 10 * time.Hour, state: "COMPLETED", code: "0:0", whole: true}
		}
		wantError(t, c.run(t.Context(), s), ErrFast, "task 2 failed with exit code 1", "on record")
		wantSubmitted(t, c, "1-4")
		wantHeard(t, c, "a run has failed: job 100 is ended")
		if took := time.Since(c.start); took > 2*time.Minute || !slices.Contains(c.calls, "scancel 100") {
			t.Errorf("the array went on for %v: %q", took, c.calls)
		}
	})
}

func TestFailuresOfEarlierArraysEndNoOther(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, attempt int) going {
			g := well
			g.fails = shard == 1
			if shard == 2 && attempt == 1 {
				return going{lasts: time.Minute, state: "TIMEOUT", code: "0:0"}
			}
			return g
		}
		s.Resubmissions = -1
		wantError(t, c.run(t.Context(), s), ErrUndone)
		s.FailFast = true
		must(t, c.run(t.Context(), s))
		wantSubmitted(t, c, "1-4", "2")
	})
}

func TestAnInterruptLeavesTheArrayWhichIsFollowedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		err := c.run(ctx, s)
		wantError(t, err, ErrLeft, "job 100", "polesim study run "+s.Folder+" --runner slurm", "scancel 100")
		wantError(t, err, context.DeadlineExceeded)
		if n := c.count("scancel"); n != 0 {
			t.Error("the array was cancelled")
		}
		s.SecondsPerRun = 1 // measured anew, it would make one task
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4")
		wantHeard(t, c, "job 100 of this study is in the queue: following it")
	})
}

func TestASubmissionIsNotInterrupted(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		ctx, cancel := context.WithCancel(t.Context())
		c.asked = func(given context.Context, command string) {
			if command == "sbatch" {
				cancel()
				if given.Err() != nil {
					t.Error("sbatch is interrupted: its array would be lost from sight")
				}
			}
		}
		wantError(t, c.run(ctx, s), ErrLeft, "job 100")
		c.asked = nil
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4")
	})
}

func TestAnArrayThatEndedUnwatchedIsGoneOnFromInTheSameDivision(t *testing.T) {
	for _, forgets := range []bool{false, true} {
		inBubble(t, func(t *testing.T, c *cluster, s Settings) {
			c.forgets = forgets
			c.goes = func(shard, attempt int) going {
				if shard > 2 && attempt == 1 {
					return going{lasts: time.Minute, state: "NODE_FAIL", code: "0:0"}
				}
				return well
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			wantError(t, c.run(ctx, s), ErrLeft)
			time.Sleep(time.Hour)
			s.SecondsPerRun = 1
			if err := c.run(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			wantSubmitted(t, c, "1-4", "3,4")
			script, _ := os.ReadFile(filepath.Join(s.Folder, "logs", "array.sh"))
			if !strings.Contains(string(script), `$SLURM_ARRAY_TASK_ID/4"`) {
				t.Errorf("the shards are cut otherwise than before:\n%s", script)
			}
		})
	}
}

func TestTasksThatSlurmHoldsAreSubmittedAnew(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, attempt int) going {
			if shard >= 3 && attempt == 1 {
				return going{held: true, state: "PENDING", code: "0:0"}
			}
			return well
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4", "3,4")
		if !slices.Contains(c.calls, "scancel 100_[3,4]") {
			t.Errorf("they are still in the queue: %q", c.calls)
		}
	})
}

func TestTasksWhoseEndTheControllerMissedDoNotHoldUpTheStudy(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, _ int) going {
			task := well
			task.ghost = shard >= 3
			return task
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4")
		if !slices.Contains(c.calls, "scancel 100_[3,4]") || len(c.heard("tasks (3,4) for running whose runs are all in the study folder")) != 1 {
			t.Errorf("the two that have ended are still in the queue: %q, %q", c.calls, c.said)
		}
		if took := time.Since(c.start); took < well.lasts+ghostly || took > well.lasts+2*ghostly {
			t.Errorf("they are given up after %v of %v", took, well.lasts)
		}
	})
}

func TestATaskAtWorkIsNotTakenForAGhost(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, _ int) going {
			slow := well
			slow.lasts *= time.Duration(shard) // the last runs on for 15 minutes beside shards that are whole
			return slow
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if n := c.count("scancel"); n > 0 {
			t.Errorf("%d tasks at work are ended: %q", n, c.calls)
		}
	})
}

func TestFilesThatShowLateAreNotMadeTwice(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, _ int) going {
			late := well
			late.late = time.Duration(shard) * 10 * time.Second
			return late
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4")
	})
}

func TestTasksThatCompleteWithoutATraceAreSubmittedAgain(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, attempt int) going {
			if shard == 1 && attempt == 1 {
				return going{lasts: time.Minute, state: "COMPLETED", code: "0:0"}
			}
			return well
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1-4", "1")
		wantHeard(t, c, "task 1 completed, yet not all of it is in the study folder")
	})
}

func TestAnArrayIsNoLargerThanTheClusterAllows(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.size = 3
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		wantSubmitted(t, c, "1,2")
	})
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.size, s.Tasks = 3, 3
		wantError(t, c.run(t.Context(), s), ErrSettings, "up to 2")
		wantSubmitted(t, c)
	})
}

func TestProgressIsToldWhenItChangesAndNotTooOften(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		c.goes = func(shard, _ int) going {
			g := well
			g.lasts = time.Duration(shard) * 20 * time.Minute
			return g
		}
		if err := c.run(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		lines := c.heard("runs are in the study folder")
		if len(lines) != 5 { // none, 1, 2, 3 of 4 while it is in the queue, and the last line
			t.Errorf("%d lines:\n%s", len(lines), strings.Join(lines, "\n"))
		}
		wantHeard(t, c, "3 tasks running", "1 of 4 runs")
	})
}

func TestADamagedNoteOfTheJobIsNotGuessedFrom(t *testing.T) {
	inBubble(t, func(t *testing.T, c *cluster, s Settings) {
		path := filepath.Join(s.Folder, "logs", "slurm.json")
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		for _, text := range []string{"{", `{"job": "1; rm", "tasks": 2}`, `{"job": "12"}`} {
			must(t, os.WriteFile(path, []byte(text), 0o644))
			if err := c.run(t.Context(), s); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "delete it") {
				t.Errorf("%s: error %v", text, err)
			}
		}
		wantSubmitted(t, c)
	})
}

func TestWithoutSlurmItIsSaidWhereToGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := Run(t.Context(), four(t), System{}, newCluster(t), func(string) {})
	wantError(t, err, exec.ErrNotFound, "scontrol is not installed here", "where jobs are submitted")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
