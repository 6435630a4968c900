package ledger_test

import (
	"path/filepath"
	"sync"
	"testing"

	"github.com/heliuhub/heliu/internal/torture/ledger"
)

func TestWhatWasAppendedIsThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l")
	l, err := ledger.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if err := l.Append(ledger.Line{Kind: ledger.Send, Seq: int64(i), Key: "k"}, ledger.Line{Kind: ledger.Answer, Seq: int64(i), Status: 202}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	whole, err := ledger.Read(path) // before Close: it is there when Append returns
	if err != nil || len(whole) != 100 {
		t.Fatalf("%d lines, %v", len(whole), err)
	}
	for i := 0; i < len(whole); i += 2 {
		if whole[i].Kind != ledger.Send || whole[i+1].Kind != ledger.Answer || whole[i].Seq != whole[i+1].Seq {
			t.Fatalf("the lines of one call are apart: %+v %+v", whole[i], whole[i+1])
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Append(ledger.Line{}); err == nil {
		t.Error("a closed ledger takes lines")
	}
	if _, err := ledger.Create(path); err == nil {
		t.Error("a ledger is overwritten")
	}
}
