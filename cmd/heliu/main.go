// Command heliu is the integration hub: one program, one command a role.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/heliuhub/heliu/internal/crash"
)

// cli lists the commands; each has a file of its own.
type cli struct {
	Up         upCmd         `cmd:"" help:"Run everything on this machine, with the demo."`
	Serve      serveCmd      `cmd:"" help:"Answer HTTP: the door, the API, the console. Needs HELIU_PG and HELIU_KAFKA."`
	Worker     workerCmd     `cmd:"" help:"Do the work behind HTTP: the stages, the sources, what is derived. Needs HELIU_PG and HELIU_KAFKA."`
	Migrate    migrateCmd    `cmd:"" help:"Bring the schema of HELIU_PG up to this program's."`
	Doctor     doctorCmd     `cmd:"" help:"Say what is missing or wrong around the hub; exit 1 when something is wrong, 3 when something is missing."`
	Broker     brokerCmd     `cmd:"" help:"Run the embedded broker alone."`
	Fake       fakeCmd       `cmd:"" help:"Run the systems of the demo world (heliu up starts this)."`
	Connection connectionCmd `cmd:"" help:"Ask after connections: list, check."`
	Pipeline   pipelineCmd   `cmd:"" help:"Ask where records are, read windows again, compare: trace, backfill, compare, jobs."`
	Replay     replayCmd     `cmd:"" help:"Map stored records again with the rules in force: shows what would change, and does it with --apply."`
	DLQ        dlqCmd        `cmd:"" name:"dlq" help:"Work on dead letters: list, show, replay, discard."`
	Alert      alertCmd      `cmd:"" help:"Ask what a person has to know, and say who is told: list, show, ack, close, mute, rules, routes, calendar."`
	ROI        roiCmd        `cmd:"" name:"roi" help:"Ask what marketing earned: matrix."`
	Mapping    mappingCmd    `cmd:"" help:"Work on mapping rules: list, show, apply, export."`
	Access     accessCmd     `cmd:"" help:"Say who works here and who may do what: employees, leaver, approvals, rotate-keys, report."`
	Audit      auditCmd      `cmd:"" help:"Ask whether everything is accounted for, and nobody changed the trail: balance, verify."`
	Subject    subjectCmd    `cmd:"" help:"Answer what people may ask about their data: find, export, erase, report, consent, hold, retention."`
	World      worldCmd      `cmd:"" help:"Speak to the demo world: pause, resume, status, verify."`
	OpenAPI    openapiCmd    `cmd:"" name:"openapi" help:"Print the document of the API."`
	Version    versionCmd    `cmd:"" help:"Print the version."`
}

// The exit codes of every command.
const (
	exitWrong       = 1 // it found something wrong
	exitUsage       = 2 // it was used wrongly
	exitEnvironment = 3 // something it needs is missing or broken
)

// exitError carries an exit code other than exitEnvironment.
type exitError struct {
	code int
	err  error
}

// Error is the text of the cause.
func (e exitError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e exitError) Unwrap() error { return e.err }

func main() {
	if err := crash.ArmFromEnv(); err != nil {
		os.Exit(report(exitError{exitUsage, err}))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	var c cli
	parser, err := kong.New(&c, kong.Name("heliu"), kong.Description("Heliu (合流) — an integration hub."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return report(exitError{exitWrong, err})
	}
	call, err := parser.Parse(args)
	if err != nil {
		return report(exitError{exitUsage, err})
	}
	return report(call.Run())
}
