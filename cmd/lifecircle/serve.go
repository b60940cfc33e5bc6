package main

import (
	"context"
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
const shutdownGrace = 3 * time.Second

func newServe() *cobra.Command {
	var at place
	var documents documents
	var addr string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Answer over HTTP, with a map at /; without --data or --db the demo county",
		Args:  arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return serve(c.Context(), &at, &documents, addr, slog.New(slog.NewTextHandler(os.Stderr, nil)))
		},
	}
	at.flags(c)
	documents.flag(c)
	c.Flags().StringVar(&addr, "addr", ":8080", "`ADDRESS` to listen on")
	return c
}

// serve listens before the dataset is ready, so that readiness can be asked, and
// answers until ctx ends. It returns when the dataset is closed.
func serve(ctx context.Context, at *place, documents *documents, addr string, log *slog.Logger) error {
	rules, err := at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	if err := documents.load(rules); err != nil {
		return err
	}
	live := &liveDataset{at: at, profiles: rules, log: log, hierarchies: at.hierarchies(ctx, log)}
	handler, err := api.New(api.Options{Provider: live, Map: web.Handler(), Build: build(), Logger: log, Records: live.records,
		Standards: api.Standards{List: documents.list, Version: documents.version, Judges: &judges{documents: documents, records: live.records, now: time.Now}}})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	log.Info("listening", "address", listener.Addr().String())

	serving, stop := context.WithCancel(ctx)
	defer stop()
	followed := make(chan error, 1)
	go func() {
		err := live.follow(serving)
		if err != nil {
			stop() // nothing can be put in service
		}
		followed <- err
	}()
	err = answer(serving, listener, handler)
	stop()
	if e := <-followed; e != nil && ctx.Err() == nil {
		err = e
	}
	return err
}

// answer serves until ctx ends. What is under way then has shutdownGrace to finish,
// after which it is broken off.
func answer(ctx context.Context, listener net.Listener, handler http.Handler) error {
	requests, breakOff := context.WithCancel(context.WithoutCancel(ctx))
	defer breakOff()
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return requests }}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(requests, shutdownGrace)
	defer cancel()
	if server.Shutdown(grace) == nil {
		return nil
	}
	return server.Close()
}
