package slurm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Study is what the tasks of an array work on, as the folder shows it.
type Study interface {
	// Missing returns which of the shards 1…shards are not whole, rising.
	Missing(shards int) ([]int, error)
	// Failed returns which of them have runs on record that failed, rising.
	Failed(shards int) ([]int, error)
	// Done returns how many runs are in the folder, and how many of these failed.
	Done() (runs, failed int, err error)
}

// ghostly is how long a task may run after its shard is whole in the study folder.
const ghostly = time.Minute

// tellEvery is the shortest time between two lines of progress.
const tellEvery = 30 * time.Second

// Run brings a study to its end by job arrays: it submits what is missing, or follows the array that an earlier call has
// left in the queue, and submits again what was lost, as often as the settings allow. It tells how it goes, line by line.
//
// It returns nil when the study is whole; [ErrLeft] with the context's error when that ends, and the array goes on;
// [ErrContact] if the controller stayed away for too long; [ErrUndone] if tasks keep failing; [ErrFast] if a run failed
// that was not to; [ErrSettings] before anything is submitted; and what the commands or the study reported.
func Run(ctx context.Context, s Settings, c Commands, study Study, say func(string)) error {
	if err := s.check(); err != nil {
		return err
	}
	f := &follower{Settings: s.withDefaults(), commands: c, study: study, tell: say, retried: map[int]bool{}}
	live, err := f.find(ctx)
	for err == nil {
		var todo []int
		if live {
			if err = f.follow(ctx); err != nil {
				break
			}
			todo, err = f.undone(ctx)
		} else {
			todo, err = f.todo()
		}
		if err != nil {
			break
		}
		if len(todo) == 0 {
			f.say("all %d runs are in the study folder", f.Runs)
			return nil
		}
		if live && f.job.Retry == f.Retry { // else it is the array of an earlier call, which did not retry
			if err = f.mayTryAgain(ctx, todo); err != nil {
				break
			}
		}
		err = f.submit(ctx, todo)
		live = true
	}
	return f.left(ctx, err)
}

// A follower follows the arrays of one study, one after the other.
type follower struct {
	Settings
	commands Commands
	study    Study
	tell     func(string)

	job     job               // the array submitted last; before that only its number of tasks
	shards  []int             // of that array; nil where an earlier call has submitted it
	retried map[int]bool      // shards whose failed runs were run again
	failed  int               // runs on record as that before the array
	stopped bool              // the array was ended because a run failed
	again   int               // how often something was submitted again
	ghosts  map[int]time.Time // tasks that run although their shard is whole, and since when that is known
	told    string
	toldAt  time.Time
	advised string
}

func (f *follower) say(format string, args ...any) { f.tell(fmt.Sprintf(format, args...)) }

// find looks for an array that is in the queue already, and settles into how many shards the study is divided.
func (f *follower) find(ctx context.Context) (live bool, err error) {
	last, found, err := readJob(f.Folder)
	if err != nil {
		return false, err
	}
	if !found || last.Runs != f.Runs {
		return false, f.divide(ctx)
	}
	f.job = last
	if f.whole() {
		return false, nil
	}
	q, err := f.look(ctx)
	if err != nil {
		return false, err
	}
	if !q.empty() {
		f.say("job %s of this study is in the queue: following it (%s)", f.job.ID, q)
		return true, nil
	}
	if f.Tasks > 0 && f.Tasks != last.Tasks {
		return false, f.divide(ctx)
	}
	f.say("job %s of this study has left the queue; what is still to be run is submitted, divided by %d as before", last.ID, last.Tasks)
	f.Tasks = last.Tasks
	return false, nil
}

// divide settles the number of tasks, within what the cluster allows.
func (f *follower) divide(ctx context.Context) error {
	var config string
	err := f.persist(ctx, func() (err error) {
		config, err = f.commands.Run(ctx, "scontrol", "show", "config")
		return err
	})
	if err != nil {
		return err
	}
	most := maxArraySize(config) - 1 // indices start at 1, and the size is one more than the highest
	if f.Tasks > most {
		return fmt.Errorf("%w: %d tasks: the cluster allows arrays of up to %d", ErrSettings, f.Tasks, most)
	}
	f.MaxTasks = min(f.MaxTasks, most)
	f.Tasks = f.Count()
	f.job = job{Tasks: f.Tasks}
	return nil
}

// maxArraySize finds MaxArraySize in what scontrol show config writes; without it, Slurm's default.
func maxArraySize(config string) int {
	for line := range strings.Lines(config) {
		name, value, _ := strings.Cut(line, "=")
		if strings.TrimSpace(name) != "MaxArraySize" {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > 1 {
			return n
		}
	}
	return 1001
}

// submit writes the script and submits the tasks of some shards.
func (f *follower) submit(ctx context.Context, shards []int) error {
	script, err := Script(f.Settings)
	if err != nil {
		return err
	}
	logs := filepath.Join(f.Folder, logsName)
	if err := os.MkdirAll(logs, 0o755); err != nil { // Slurm does not make it, and tasks would fail without a word
		return err
	}
	if _, f.failed, err = f.study.Done(); err != nil {
		return err
	}
	path := filepath.Join(logs, scriptName)
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		return err
	}
	var out string
	err = f.persist(ctx, func() (err error) {
		// Not to be interrupted: an array whose number is unknown could not be followed.
		out, err = f.commands.Run(context.WithoutCancel(ctx), "sbatch", "--parsable", "--array="+compressed(shards), path)
		return err
	})
	if err != nil {
		return err
	}
	submitted, err := parseJob(out)
	if err != nil {
		return err
	}
	submitted.Tasks, submitted.Runs, submitted.Retry = f.Tasks, f.Runs, f.Retry
	f.job, f.shards = submitted, shards
	f.say("submitted job %s: %s of %d (%s), about %s each, logs in %s", f.job.ID, counted(len(shards), "task"), f.Tasks,
		some(shards), rounded(f.expected(f.Tasks)), logs)
	return f.job.write(f.Folder)
}

// rounded writes a time as exactly as an estimate deserves.
func rounded(d time.Duration) time.Duration {
	if d > 10*time.Minute {
		return d.Round(time.Minute)
	}
	return d.Round(time.Second)
}

// errOver says that an array needs no more following.
var errOver = errors.New("the array has ended")

// follow waits until the array has left the queue, or the study is whole while the controller is away.
func (f *follower) follow(ctx context.Context) error {
	for wait := min(time.Second, f.Poll); ; wait = min(2*wait, f.Poll) { // short arrays are not made longer
		var q queue
		err := f.persist(ctx, func() (err error) {
			if q, err = f.ask(ctx); errors.Is(err, ErrContact) && f.whole() {
				return errOver
			}
			return err
		})
		if errors.Is(err, errOver) {
			return nil
		}
		if err != nil {
			return err
		}
		if q.empty() {
			return nil
		}
		if q.stuck() {
			held := q.held()
			f.say("Slurm holds %s (%s) that it could not start, or took for running already; they are taken out of the queue",
				counted(len(held), "task"), some(held))
			return f.drop(ctx, held)
		}
		if gone := f.haunting(q); len(gone) > 0 {
			f.say("Slurm takes %s (%s) for running whose runs are all in the study folder; they are taken out of the queue",
				counted(len(gone), "task"), some(gone))
			if err := f.drop(ctx, gone); err != nil {
				return err
			}
		}
		if err := f.progress(ctx, q); err != nil {
			return err
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// whole says whether nothing is to be run; not, if that cannot be known.
func (f *follower) whole() bool {
	todo, err := f.todo()
	return err == nil && len(todo) == 0
}

// todo returns the shards that are not whole and, if failed runs are to be run again, those where that was not done yet.
func (f *follower) todo() ([]int, error) {
	todo, err := f.study.Missing(f.job.Tasks)
	if err != nil || !f.Retry {
		return todo, err
	}
	failed, err := f.study.Failed(f.job.Tasks)
	for _, shard := range failed {
		if !f.retried[shard] {
			todo = append(todo, shard)
		}
	}
	slices.Sort(todo)
	return slices.Compact(todo), err
}

// look asks for the queue until there is an answer.
func (f *follower) look(ctx context.Context) (q queue, err error) {
	err = f.persist(ctx, func() (err error) {
		q, err = f.ask(ctx)
		return err
	})
	return q, err
}

// ask asks once which tasks of the array are in the queue. Whatever squeue fails with, except that it does not know the
// job, is taken for a lack of contact.
func (f *follower) ask(ctx context.Context) (queue, error) {
	out, err := f.commands.Run(ctx, "squeue", f.job.args(queueArgs(f.job.ID)...)...)
	switch {
	case err == nil:
		return parseQueue(out)
	case strings.Contains(err.Error(), "Invalid job id"): // ended some time ago
		return queue{}, nil
	case errors.Is(err, exec.ErrNotFound) || ctx.Err() != nil:
		return queue{}, err
	}
	return queue{}, fmt.Errorf("%w: %w", ErrContact, err)
}

// persist tries something until it succeeds or fails otherwise than by a lack of contact, waiting longer each time.
func (f *follower) persist(ctx context.Context, try func() error) error {
	var since time.Time
	for wait := f.Poll; ; wait = min(2*wait, max(f.Poll, time.Minute)) {
		err := try()
		if err != nil && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !errors.Is(err, ErrContact) && !isAway(err) {
			if !since.IsZero() && err == nil {
				f.say("the Slurm controller answers again, after %s", rounded(time.Since(since)))
			}
			return err
		}
		if since.IsZero() {
			since = time.Now()
			f.say("the Slurm controller does not answer (%s); tasks that run go on, trying again", bare(err))
		}
		if time.Since(since) > f.Patience {
			return fmt.Errorf("%w for %s: %s; tasks that run go on%s", ErrContact, rounded(time.Since(since)), bare(err), f.hint())
		}
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// bare is the text of an error without our own words around it.
func bare(err error) string { return strings.TrimPrefix(err.Error(), ErrContact.Error()+": ") }

// haunting returns tasks that have run for a while although their shard is whole: a controller that was killed may have
// missed their end, and would keep their place on the node until their time is over. In an array that runs failed runs
// again none could be told: its shards were whole before.
func (f *follower) haunting(q queue) (gone []int) {
	if f.job.Retry {
		return nil
	}
	missing, err := f.study.Missing(f.job.Tasks)
	if err != nil { // seen at the next look
		return nil
	}
	ghosts := map[int]time.Time{}
	for _, task := range q.running {
		if slices.Contains(missing, task) {
			continue
		}
		since, known := f.ghosts[task]
		if !known {
			since = time.Now()
		}
		if time.Since(since) < ghostly {
			ghosts[task] = since
			continue
		}
		gone = append(gone, task)
	}
	f.ghosts = ghosts
	slices.Sort(gone)
	return gone
}

// drop takes tasks out of the queue.
func (f *follower) drop(ctx context.Context, tasks []int) error {
	return f.persist(ctx, func() error {
		_, err := f.commands.Run(ctx, "scancel", f.job.args(f.job.ID+"_["+compressed(tasks)+"]")...)
		return err
	})
}

// undone returns the shards that are to be run still, now that the array has ended. Files that a node wrote may take a
// while to show on a shared file system, so that where tasks say that they are done it looks again, for a minute.
func (f *follower) undone(ctx context.Context) ([]int, error) {
	f.noteRetried(f.fates(ctx))
	end := time.Now().Add(time.Minute)
	for wait := min(time.Second, f.Poll); ; wait = min(2*wait, f.Poll) {
		todo, err := f.todo()
		if err != nil || len(todo) == 0 || !time.Now().Before(end) {
			return todo, err
		}
		fates, late := f.fates(ctx), false
		for _, task := range todo {
			late = late || fates[task].state == "COMPLETED"
		}
		if !late {
			return todo, nil
		}
		if err := pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// noteRetried notes the shards whose failed runs the array has run again: those of tasks that completed, or that nobody
// remembers.
func (f *follower) noteRetried(fates map[int]fate) {
	if !f.job.Retry {
		return
	}
	shards := f.shards
	if shards == nil {
		for k := range f.job.Tasks {
			shards = append(shards, k+1)
		}
	}
	for _, k := range shards {
		if state := fates[k].state; state == "COMPLETED" || state == "" {
			f.retried[k] = true
		}
	}
}

// fates asks how the tasks ended; nothing is known if the controller does not say.
func (f *follower) fates(ctx context.Context) map[int]fate {
	out, err := f.commands.Run(ctx, "scontrol", f.job.args(fateArgs(f.job.ID)...)...)
	if err != nil {
		return nil
	}
	return parseFates(out)
}

// mayTryAgain says why tasks are to be submitted again, or returns why they are not.
func (f *follower) mayTryAgain(ctx context.Context, missing []int) error {
	fates := f.fates(ctx)
	why := told(missing, fates)
	seeLog := f.logOf(missing[0])
	if f.FailFast {
		for _, task := range missing {
			if fates[task].code == failedRun {
				return f.fast(fmt.Sprintf("task %d %s%s", task, fates[task], f.logOf(task)))
			}
		}
		if f.stopped {
			return f.fast("job " + f.job.ID + " was ended")
		}
	}
	if reason, is := hopeless(missing, fates); is {
		return fmt.Errorf("%w: %s: %s%s", ErrUndone, why, reason, seeLog)
	}
	if f.again >= f.Resubmissions {
		return fmt.Errorf("%w: after %s %d of %d shards are missing: %s%s; what is done is kept, run this again to go on",
			ErrUndone, counted(f.again, "resubmission"), len(missing), f.Tasks, why, seeLog)
	}
	f.again++
	f.say("%d of %d shards are still to be run (%s)%s; submitting them again, %d of at most %d times",
		len(missing), f.Tasks, why, seeLog, f.again, f.Resubmissions)
	return nil
}

// fast says that a run has failed, and what shows it.
func (f *follower) fast(how string) error {
	return fmt.Errorf("%w: %s; what is done is kept, and the run is on record", ErrFast, how)
}

// logOf returns where the log of a task is, and its last line; "" if it left none.
func (f *follower) logOf(task int) string {
	path := filepath.Join(f.Folder, logsName, fmt.Sprintf("%s_%d.log", f.job.ID, task))
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return fmt.Sprintf(", %s ends with %q", path, last)
	}
	return ", see " + path
}

// progress says what the array does, when that has changed, and not too often. It ends the array if a run has failed that
// was not to.
func (f *follower) progress(ctx context.Context, q queue) error {
	text := q.String()
	if done, failed, err := f.study.Done(); err == nil { // a count that cannot be had now is had later
		text += fmt.Sprintf(", %d of %d runs are in the study folder", done, f.Runs)
		if f.FailFast && failed > f.failed && !f.stopped {
			f.stopped = true
			return f.end(ctx)
		}
	}
	if advice := q.advice(f.job.ID); advice != f.advised {
		f.advised = advice
		if advice != "" {
			f.say("job %s: %s", f.job.ID, advice)
		}
	}
	if text == f.told || time.Since(f.toldAt) < tellEvery {
		return nil
	}
	f.told, f.toldAt = text, time.Now()
	f.say("job %s: %s", f.job.ID, text)
	return nil
}

// end takes the array out of the queue: its tasks keep the runs that are whole.
func (f *follower) end(ctx context.Context) error {
	f.say("a run has failed: job %s is ended, its tasks keep what is whole", f.job.ID)
	return f.persist(ctx, func() error {
		_, err := f.commands.Run(ctx, "scancel", f.job.args(f.job.ID)...)
		return err
	})
}

// left adds to an error that comes from the end of the context that the array goes on.
func (f *follower) left(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil || f.job.ID == "" || errors.Is(err, ErrUndone) || errors.Is(err, ErrFast) {
		return err
	}
	return fmt.Errorf("%w%s (%w)", ErrLeft, f.hint(), context.Cause(ctx))
}

// hint says how to go on with an array, and how to end it.
func (f *follower) hint() string {
	if f.job.ID == "" {
		return ""
	}
	return fmt.Sprintf(": polesim study run %s --runner slurm follows job %s again, scancel %s ends it", f.Folder, f.job.ID, f.job.ID)
}

// pause waits, or returns why it need not.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
