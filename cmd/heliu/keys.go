package main

import (
	"context"
	"errors"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/store/seal"
	"github.com/heliuhub/heliu/store/seal/transit"
)

// keyFlags say where the keys are that seal secrets.
type keyFlags struct {
	KMS      string `name:"kms" env:"HELIU_KMS" help:"Key service that wraps keys.json: transit+https://vault.example:8200/transit/heliu (HashiCorp Vault, OpenBao). Without it the file holds the keys as they are."`
	KMSToken string `name:"kms-token-file" env:"HELIU_KMS_TOKEN_FILE" type:"path" help:"File with the token for the key service."`
}

// open reads keys.json in the data directory, or makes it. What is wrong with it is a
// matter of the environment.
func (f keyFlags) open(ctx context.Context, dir dataDir) (*seal.Keyring, error) {
	var kms seal.KMS
	if f.KMS != "" {
		t, err := transit.Open(f.KMS, f.KMSToken)
		if err != nil {
			return nil, exitError{exitUsage, err}
		}
		kms = t
	}
	keys, err := seal.OpenKeyringWith(ctx, dir.path("keys.json"), kms)
	var known *fault.Error
	if errors.As(err, &known) {
		return nil, exitError{exitEnvironment, err}
	}
	return keys, err
}
