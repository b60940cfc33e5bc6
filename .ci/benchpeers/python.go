package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// pythonPeer is a library measured inside a Python process of its own.
type pythonPeer struct {
	name, python, script string
	allowed              float64
}

// install makes a virtual environment with the library.
func (p *pythonPeer) install(ctx context.Context, w *workshop) error {
	requirements := p.name + ".txt"
	folder, err := w.installed(p.name, requirements, func(folder string) error {
		if _, err := command(ctx, folder, "python3", "-m", "venv", "."); err != nil {
			return err
		}
		_, err := command(ctx, folder, filepath.Join(folder, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check",
			"--only-binary", ":all:", "-r", filepath.Join(w.scripts, requirements))
		return err
	})
	p.python = filepath.Join(folder, "bin", "python")
	p.script = filepath.Join(w.scripts, p.name+"_nearest.py")
	return err
}

// version as the library tells it.
func (p *pythonPeer) version(ctx context.Context) string {
	out, err := command(ctx, "", p.python, "-c", "import platform; from importlib.metadata import version; print(version('"+p.name+"'), '(Python', platform.python_version() + ')')")
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

func (p *pythonPeer) Name() string     { return p.name }
func (p *pythonPeer) Allowed() float64 { return p.allowed }

// Nearest runs the script on the exported network.
func (p *pythonPeer) Nearest(ctx context.Context, _ *walkable, folder string) (*nearestAnswers, error) {
	if _, err := command(ctx, folder, p.python, p.script, folder); err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(folder, p.name+".json"))
	if err != nil {
		return nil, err
	}
	var said struct {
		PreparedMS float64 `json:"prepared_ms"`
		Answers    []struct {
			LimitMM uint32    `json:"limit_mm"`
			Winner  bool      `json:"winner"`
			TookMS  []float64 `json:"took_ms"`
			Costs   string    `json:"costs"`
		} `json:"answers"`
	}
	if err := json.Unmarshal(b, &said); err != nil {
		return nil, err
	}
	out := &nearestAnswers{Prepared: milliseconds([]float64{said.PreparedMS})[0]}
	for _, a := range said.Answers {
		costs, err := readCosts(filepath.Join(folder, a.Costs))
		if err != nil {
			return nil, err
		}
		out.Answers = append(out.Answers, nearestAnswer{Limit: a.LimitMM, Winner: a.Winner, Took: milliseconds(a.TookMS), Costs: costs})
	}
	return out, nil
}
