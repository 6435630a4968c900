package door_test

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/pipelines/door"
	"github.com/heliuhub/heliu/record"
)

// keep is a store of refusals.
type keep struct {
	mu   sync.Mutex
	rows []door.Refusal
}

func (k *keep) PutRefusals(_ context.Context, _ record.WorkspaceID, refused []door.Refusal) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rows = append(k.rows, refused...)
	return nil
}

func (k *keep) has(code, number string) (n int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, r := range k.rows {
		if r.Code == code && r.Number == number {
			n += r.Count
		}
	}
	return n
}

// What is refused is kept with its code and the numbers it names, whoever refuses it.
func TestRefusalsAreKept(t *testing.T) {
	w, k := newWorld(t), &keep{}
	w.door.Refusals = &door.Refusals{Store: k, Log: slog.New(slog.DiscardHandler)}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.door.Refusals.Run(ctx) }()

	w.want("first", w.post("form", "e1 a"), http.StatusAccepted, "")
	w.want("another body", w.post("form", `e1 {"contract_no": "ht—2026 0001", "mobile_no": "13912340001"}`), http.StatusConflict, "id_conflict")
	w.want("and again", w.post("form", `e1 {"contract_no": "HT-20260001"}`), http.StatusConflict, "id_conflict")
	w.want("nobody's", w.post("nobody", `e1 {"order_no":"XS1"}`), http.StatusNotFound, "unknown_connection")
	w.set(func() { e := w.entries["form"]; e.Paused = true; w.entries["form"] = e })
	w.pass(time.Minute)
	w.want("paused", w.post("form", `{"订单号":"ＸＳ００９"}`), http.StatusServiceUnavailable, "paused_connection")
	w.want("too large", w.post("form", strings.Repeat("x", door.MaxBody+1)), http.StatusServiceUnavailable, "paused_connection")
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code, number string
		want         int64
	}{
		{"id_conflict", "HT-20260001", 2},
		{"id_conflict", "13912340001", 0},
		{"unknown_connection", "XS1", 0},
		{"paused_connection", "XS009", 1},
		{"paused_connection", "", 1},
	} {
		if got := k.has(c.code, c.number); got != c.want {
			t.Errorf("%s %q is kept %d times, want %d; kept: %+v", c.code, c.number, got, c.want, k.rows)
		}
	}
}

// No personal value is taken for a number, by its name or by its form.
func TestNumbersOfARefusal(t *testing.T) {
	tax := string(record.MakeTaxID("91", "310000", "12345678"))
	for body, want := range map[string][]string{
		`{"contract_no":"HT2026-001","id":"a-17"}`: {"HT2026-001", "A-17"},
		`{"contract_no":"HT2026-0`:                 {"HT2026-0"},
		`contract_no=HT9&name=x`:                   {"HT9"},
		`{"单号":"ＸＳ００１","合同号": "ht 2"}`:             {"XS001", "HT2"},
		`{"mobile":"13912340001","phone_number":"02161234567","id_card":"110101199001011237"}`: nil,
		`{"id":"13912340001","no":"+8613912340001","code":"021-61234567"}`:                     nil,
		`{"id":"110101199001011237","number":"6222021234567890123"}`:                           nil,
		`{"user_id":"zhang1","wechat_id":"wx123","openid":"o123","email_code":"a1@b.c"}`:       nil,
		`{"name":"张三 18 号","remark":"no: 1"}`:                                                  nil,
		`{"customer":{"code":"K0001","tax_no":"` + tax + `"}}`:                                 {"K0001"},
		strings.Repeat(`{"no":"A01","no":"A02","no":"A03","no":"A04","no":"A05"}`, 3):          {"A01", "A02", "A03", "A04"},
		"": nil,
	} {
		got := door.NumbersIn(body)
		if strings.Contains(body, tax) { // a tax ID is a company's; it may stand or not
			got = slices.DeleteFunc(got, func(n string) bool { return n == tax })
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", body, got, want)
		}
	}
}
