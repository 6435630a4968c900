package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/heliuhub/heliu/store"
)

// migrateCmd prepares an installation whose database somebody else runs.
type migrateCmd struct {
	Data string `env:"HELIU_DATA" default:".heliu" type:"path" help:"Directory for keys.json, which is made when missing."`
	PG   string `env:"HELIU_PG" help:"PostgreSQL, as an owner of the schema. Required."`
	keyFlags
}

// Run brings the schema up to this program's.
func (c *migrateCmd) Run(ctx context.Context) error {
	if c.PG == "" {
		return exitError{exitUsage, errors.New("heliu migrate needs HELIU_PG; heliu up migrates by itself")}
	}
	dir := dataDir(c.Data)
	if err := dir.make(); err != nil {
		return err
	}
	if _, err := c.keyFlags.open(ctx, dir); err != nil {
		return err
	}
	applied, err := store.Migrate(ctx, c.PG)
	if err != nil {
		return err
	}
	if len(applied) == 0 {
		fmt.Println("the schema is up to date")
		return nil
	}
	fmt.Printf("migrations applied: %v\n", applied)
	return nil
}
