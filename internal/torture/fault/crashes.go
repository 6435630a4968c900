package fault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/heliuhub/heliu/internal/crash"
)

// crashAt ends a hub at a named step.
func crashAt(p crash.Point) func(context.Context, *Lab) (int64, error) {
	return func(ctx context.Context, l *Lab) (int64, error) {
		when := filepath.Join(l.Site.Dir, "crash-now")
		env := []string{"HELIU_CRASH_AT=" + string(p), "HELIU_CRASH_WHEN=" + when}
		hubs := []int{l.Rand.IntN(len(l.Site.Hub))}
		if strings.HasPrefix(string(p), "pull.") { // whoever reads
			hubs = []int{0, 1}
		}
		for _, i := range hubs {
			if err := errors.Join(l.Site.Hub[i].Stop(20*time.Second), l.Site.StartHub(ctx, i, env...)); err != nil {
				return 0, err
			}
		}
		if _, _, err := l.reader(ctx); err != nil { // work is shared out
			return 0, err
		}
		if _, err := l.Expose(ctx, 1500); err != nil {
			return 0, err
		}
		if err := os.WriteFile(when, nil, 0o600); err != nil {
			return 0, err
		}
		i, err := l.firstDead(ctx, hubs)
		if err != nil {
			return 0, errors.Join(fmt.Errorf("%s: %w", p, err), os.Remove(when))
		}
		started := l.died(i)
		n, err := l.Exposed(ctx)
		if err = errors.Join(err, os.Remove(when)); err != nil {
			return 0, err
		}
		started()
		for _, j := range hubs { // none stays armed
			if err := errors.Join(l.Site.Hub[j].Stop(20*time.Second), l.Site.StartHub(ctx, j)); err != nil {
				return n, err
			}
		}
		return n, nil
	}
}

func (l *Lab) firstDead(ctx context.Context, hubs []int) (int, error) {
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until) && ctx.Err() == nil; {
		for _, i := range hubs {
			if !l.Site.Hub[i].Running() {
				return i, nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return 0, errors.New("the step was not passed")
}
