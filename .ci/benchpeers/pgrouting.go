package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

// pgRouting answers by one search from a virtual node that edges of cost zero join to
// all facilities. That is right and its fastest way: equicost := true, made for the
// question, is wrong in 3.4.2 (see equicost), and a search per facility takes two to
// three times as long.
type pgRouting struct{ server *cluster.Cluster }

// farMM is beyond any path; pgr_drivingDistance wants a distance.
const farMM = 1e12

// edgesOf is what pgRouting reads at every call: the roads, and the edges of the
// virtual node -1, whose ids are negative. They stand in one table, which is faster
// than putting them together by UNION at each call; so is an undirected search.
const edgesOf = `SELECT id, source, target, cost FROM edges`

func (p *pgRouting) Name() string { return "pgRouting" }

// Allowed is nothing: pgRouting computes in doubles, which hold whole millimetres.
func (p *pgRouting) Allowed() float64 { return 0 }

// Nearest loads the network with COPY, indexes and analyses it, and asks. What is
// timed is a count and a sum over the answer: no row is sent to the client.
func (p *pgRouting) Nearest(ctx context.Context, n *walkable, _ string) (*nearestAnswers, error) {
	address, err := p.server.Create(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = p.server.Drop(context.WithoutCancel(ctx), address) }()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	start := time.Now()
	if err := loadEdges(ctx, conn, n); err != nil {
		return nil, err
	}
	out := &nearestAnswers{Prepared: time.Since(start)}
	for _, limit := range limits() {
		reach := reachOf(limit)
		took, err := timed(func() error {
			var rows int64
			var sum float64
			return conn.QueryRow(ctx, `SELECT count(*), sum(agg_cost) FROM pgr_drivingDistance($1, -1, $2, directed := false)`, edgesOf, reach).Scan(&rows, &sum)
		})
		if err != nil {
			return nil, fmt.Errorf("pgr_drivingDistance: %w", err)
		}
		costs, err := readByNode(ctx, conn, len(n.Nodes), `SELECT node, agg_cost FROM pgr_drivingDistance($1, -1, $2, directed := false) WHERE node >= 0`, edgesOf, reach)
		if err != nil {
			return nil, fmt.Errorf("pgr_drivingDistance: %w", err)
		}
		e, err := equicost(ctx, conn, limit, costs)
		if err != nil {
			return nil, err
		}
		e.Town = n.Name
		out.Equicost = append(out.Equicost, e)
		out.Answers = append(out.Answers, nearestAnswer{Limit: limit, Took: took, Costs: costs})
	}
	return out, nil
}

// reachOf is a limit as pgr_drivingDistance wants it.
func reachOf(limit uint32) float64 {
	if limit == 0 {
		return farMM
	}
	return float64(limit)
}

// readByNode reads rows of a node and its cost; nodes without a row are infinitely far.
func readByNode(ctx context.Context, conn *pgx.Conn, nodes int, query string, args ...any) ([]float64, error) {
	costs := make([]float64, nodes)
	for v := range costs {
		costs[v] = math.Inf(1)
	}
	rows, err := conn.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	var node int64
	var cost float64
	_, err = pgx.ForEachRow(rows, []any{&node, &cost}, func() error {
		if node < 0 || node >= int64(nodes) {
			return fmt.Errorf("node %d of %d", node, nodes)
		}
		costs[node] = cost
		return nil
	})
	return costs, err
}

func loadEdges(ctx context.Context, conn *pgx.Conn, n *walkable) error {
	if _, err := conn.Exec(ctx, `CREATE TABLE edges (id bigint, source bigint, target bigint, cost double precision);
		CREATE TABLE facilities (node bigint)`); err != nil {
		return err
	}
	_, err := conn.CopyFrom(ctx, pgx.Identifier{"edges"}, []string{"id", "source", "target", "cost"},
		pgx.CopyFromSlice(len(n.Edges), func(i int) ([]any, error) {
			e := n.Edges[i]
			return []any{int64(i), int64(e.From), int64(e.To), float64(e.Cost)}, nil
		}))
	if err != nil {
		return err
	}
	_, err = conn.CopyFrom(ctx, pgx.Identifier{"facilities"}, []string{"node"},
		pgx.CopyFromSlice(len(n.Facilities), func(i int) ([]any, error) { return []any{int64(n.Facilities[i])}, nil }))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `INSERT INTO edges SELECT -node - 1, -1, node, 0 FROM facilities;
		ALTER TABLE edges ADD PRIMARY KEY (id);
		CREATE INDEX ON edges (source); CREATE INDEX ON edges (target);
		ANALYZE edges; ANALYZE facilities`)
	return err
}

// versions of the server and what it carries.
func (p *pgRouting) versions(ctx context.Context) (string, error) {
	address, err := p.server.Create(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = p.server.Drop(context.WithoutCancel(ctx), address) }()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var routing, server string
	err = conn.QueryRow(ctx, `SELECT pgr_version(), split_part(current_setting('server_version'), ' ', 1)`).Scan(&routing, &server)
	return fmt.Sprintf("%s (PostgreSQL %s)", routing, server), err
}
