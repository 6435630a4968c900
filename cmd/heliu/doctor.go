package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgembed"
	"github.com/heliuhub/heliu/store"
)

// doctorCmd looks at everything around a hub and changes nothing.
type doctorCmd struct {
	Data  string `env:"HELIU_DATA" default:".heliu" type:"path" help:"Data directory."`
	PG    string `env:"HELIU_PG" help:"PostgreSQL; without it the private one of the data directory."`
	Kafka string `env:"HELIU_KAFKA" help:"Kafka; without it the embedded broker of the hub that runs."`
	JSON  bool   `help:"Print JSON."`
}

// The states of a finding.
const (
	findOK      = "ok"
	findIdle    = "idle"    // not running, and need not
	findWrong   = "wrong"   // there and not as it must be
	findMissing = "missing" // cannot be reached
)

// finding is what the doctor says of one thing.
type finding struct {
	Name  string `json:"name"`
	State string `json:"state"`
	Zh    string `json:"message_zh"`
	En    string `json:"message_en"`
}

// lookWithin bounds each look at something beyond this process.
const lookWithin = 5 * time.Second

// Run looks, prints and judges.
func (c *doctorCmd) Run(ctx context.Context) error {
	dir := dataDir(c.Data)
	found := []finding{lookAtData(dir), lookAtDisk(dir)}
	found = append(found, c.lookAtDatabase(ctx, dir)...)
	found = append(found, c.lookAtBroker(ctx, dir))
	if err := c.print(os.Stdout, found); err != nil {
		return err
	}
	return judge(found)
}

func (c *doctorCmd) print(w io.Writer, found []finding) error {
	if c.JSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(map[string]any{"healthy": judge(found) == nil, "findings": found})
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, f := range found {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", f.State, f.Name, f.Zh, f.En)
	}
	return t.Flush()
}

// judge turns findings into the exit: what is missing comes before what is wrong.
func judge(found []finding) error {
	code := 0
	for _, f := range found {
		switch {
		case f.State == findMissing:
			code = exitEnvironment
		case f.State == findWrong && code == 0:
			code = exitWrong
		}
	}
	if code == 0 {
		return nil
	}
	return exitError{code, errors.New("not everything is well, see above")}
}

func lookAtData(dir dataDir) finding {
	f := finding{Name: "data", State: findOK}
	fi, err := os.Stat(string(dir))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.State, f.Zh, f.En = findIdle, "数据目录尚未创建，首次启动时创建", "the data directory is not there yet; the first start makes it"
		return f
	case err != nil:
		f.State, f.Zh, f.En = findMissing, "数据目录无法读取", "the data directory cannot be read: "+err.Error()
		return f
	case !fi.IsDir():
		f.State, f.Zh, f.En = findWrong, "数据目录不是目录", "the data directory is no directory"
		return f
	}
	probe, err := os.CreateTemp(string(dir), ".doctor.*")
	if err != nil {
		f.State, f.Zh, f.En = findWrong, "数据目录不可写", "the data directory cannot be written"
		return f
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	keys, err := os.Stat(dir.path("keys.json"))
	switch {
	case err != nil:
		f.State, f.Zh, f.En = findIdle, "尚无密钥文件 keys.json，首次启动时创建", "there is no keys.json yet; the first start makes it"
	case keys.Mode().Perm()&0o077 != 0:
		f.State, f.Zh, f.En = findWrong, "密钥文件 keys.json 可被他人读取，请执行 chmod 600", "others may read keys.json: run chmod 600 on it"
	default:
		f.Zh, f.En = "数据目录可用", "the data directory is usable"
	}
	return f
}

// The free space under which the doctor warns, and under which a hub soon stops.
const leastFree = 1 << 30

func lookAtDisk(dir dataDir) finding {
	f := finding{Name: "disk", State: findOK}
	at := string(dir)
	for { // the nearest directory that is there
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		at = filepath.Dir(at)
	}
	free, err := freeBytes(at)
	if err != nil {
		f.State, f.Zh, f.En = findIdle, "无法得知剩余空间", "the free space is not known: "+err.Error()
		return f
	}
	gb := float64(free) / (1 << 30)
	f.Zh, f.En = fmt.Sprintf("剩余 %.1f GB", gb), fmt.Sprintf("%.1f GB are free", gb)
	if free < leastFree {
		f.State, f.Zh, f.En = findWrong, f.Zh+"，不足 1 GB", f.En+", less than 1 GB"
	}
	return f
}

func (c *doctorCmd) lookAtDatabase(ctx context.Context, dir dataDir) []finding {
	f := finding{Name: "database", State: findOK}
	dsn := c.PG
	if dsn == "" {
		var err error
		if dsn, err = pgembed.Find(ctx, string(dir), "heliu"); err != nil {
			f.State, f.Zh, f.En = findIdle, "内置数据库未运行，heliu up 会启动它", "the private database does not run; heliu up starts it"
			return []finding{f}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	i, err := store.Inspect(ctx, dsn)
	if err != nil {
		f.State, f.Zh, f.En = findMissing, "数据库无法连接", "the database cannot be reached: "+err.Error()
		return []finding{f}
	}
	return append([]finding{version15(f, i.Server)}, lookAtSchema(i)...)
}

func version15(f finding, server int) finding {
	major := server / 10000
	f.Zh, f.En = fmt.Sprintf("PostgreSQL %d 可连接", major), fmt.Sprintf("PostgreSQL %d answers", major)
	if major < 15 {
		f.State, f.Zh, f.En = findWrong, fmt.Sprintf("PostgreSQL %d 版本过低，需要 15 或更高", major), fmt.Sprintf("PostgreSQL %d is too old, 15 or later is needed", major)
	}
	return f
}

func lookAtSchema(i store.Inspection) []finding {
	role, schema := finding{Name: "role", State: findOK}, finding{Name: "schema", State: findOK}
	switch {
	case i.NoRole:
		role.State, role.Zh, role.En = findWrong, "角色 "+store.Role+" 不存在，请执行 heliu migrate", "role "+store.Role+" is not there: run heliu migrate"
	case i.Strong:
		role.State, role.Zh, role.En = findWrong, "角色 "+store.Role+" 权限过大，可绕过行级安全", "role "+store.Role+" can step around row-level security"
	default:
		role.Zh, role.En = "角色 "+store.Role+" 正常", "role "+store.Role+" is as it must be"
	}
	at := fmt.Sprintf("%d/%d", i.Schema, i.Program)
	switch {
	case i.Schema < i.Program:
		schema.State, schema.Zh, schema.En = findWrong, "数据库结构落后（"+at+"），请执行 heliu migrate", "the schema is behind ("+at+"): run heliu migrate"
	case i.Schema > i.Program:
		schema.State, schema.Zh, schema.En = findWrong, "数据库结构比本程序新（"+at+"），请升级程序", "the schema is newer than this program ("+at+"): upgrade the program"
	default:
		schema.Zh, schema.En = "数据库结构最新（"+at+"）", "the schema is up to date ("+at+")"
	}
	return []finding{role, schema}
}

func (c *doctorCmd) lookAtBroker(ctx context.Context, dir dataDir) finding {
	f := finding{Name: "broker", State: findOK}
	at := c.Kafka
	if at == "" {
		var r running
		if ok, err := dir.load("run.json", &r); err != nil || !ok || !processRuns(r.PID) {
			f.State, f.Zh, f.En = findIdle, "内置消息总线未运行，heliu up 会启动它", "the embedded broker does not run; heliu up starts it"
			return f
		}
		at = r.Kafka
	}
	cfg, err := bus.ParseConfig(at)
	if err != nil {
		f.State, f.Zh, f.En = findWrong, "HELIU_KAFKA 无法识别", "HELIU_KAFKA cannot be read: "+err.Error()
		return f
	}
	cfg.Log = slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	b, err := bus.Open(ctx, cfg)
	if err == nil {
		defer func() { _ = b.Close() }()
		_, err = b.EndOffsets(ctx, bus.TopicRaw)
	}
	if err != nil {
		f.State, f.Zh, f.En = findMissing, "消息总线无法连接", "the broker "+cfg.String()+" does not answer: "+err.Error()
		return f
	}
	f.Zh, f.En = "消息总线可连接", "the broker "+cfg.String()+" answers"
	return f
}
