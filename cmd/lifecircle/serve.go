package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/api/web"
)

// shutdownGrace is how long answers under way may take to finish.
const shutdownGrace = 5 * time.Second

func newServe() *cobra.Command {
	var at place
	var addr string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Answer over HTTP, with a map at /; without --data the demo county",
		Args:  arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return serve(c.Context(), &at, addr, slog.New(slog.NewTextHandler(os.Stderr, nil)))
		},
	}
	at.flags(c)
	c.Flags().StringVar(&addr, "addr", ":8080", "`ADDRESS` to listen on")
	return c
}

// serve listens before the dataset is ready, so that readiness can be asked, and
// answers until ctx ends.
func serve(ctx context.Context, at *place, addr string, log *slog.Logger) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	rules, err := at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	live := &liveDataset{profiles: rules, log: log}
	handler, err := api.New(api.Options{Provider: live, Map: web.Handler(), Build: build(), Logger: log})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	log.Info("listening", "address", listener.Addr().String())
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(listener) }()
	go func() {
		if err := live.follow(ctx, at); err != nil {
			failed <- err
		}
	}()
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if e := server.Shutdown(end); e != nil && !errors.Is(e, context.DeadlineExceeded) && err == nil {
		err = e
	}
	return err
}
