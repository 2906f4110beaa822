package article

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))

// readMarkdown reads a Markdown file, with or without front matter. The first heading is the title; code, tables,
// images and raw HTML are left out.
func readMarkdown(s string) (*draft, error) {
	d := &draft{}
	s = d.head(normalizeRunes(s))
	src := []byte(tame(s))
	root := markdown.Parser().Parse(text.NewReader(src))
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			t := inlineText(n, src)
			if d.title == "" && len(d.paragraphs) == 0 {
				d.title = t
			} else {
				d.paragraphs = append(d.paragraphs, t)
			}
			return ast.WalkSkipChildren, nil
		case *ast.Paragraph, *ast.TextBlock:
			d.paragraphs = append(d.paragraphs, inlineText(n, src))
			return ast.WalkSkipChildren, nil
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock, *east.Table:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return d, err
}

// tame takes the marks out of a block that has thousands of them: the parser needs quadratic time to pair them.
func tame(s string) string {
	const limit = 2000 // no article comes near
	if strings.Count(s, "*")+strings.Count(s, "_")+strings.Count(s, "[")+strings.Count(s, "~") < limit {
		return s
	}
	blocks := strings.Split(s, "\n\n")
	for i, b := range blocks {
		if strings.Count(b, "*")+strings.Count(b, "_")+strings.Count(b, "[")+strings.Count(b, "~") >= limit {
			blocks[i] = strings.NewReplacer("*", "", "_", "", "[", "", "~", "").Replace(b)
		}
	}
	return strings.Join(blocks, "\n\n")
}

// inlineText is what a reader sees of the inline nodes of n.
func inlineText(n ast.Node, src []byte) string {
	var b strings.Builder
	// The error can only be one that the function returns, and it returns none.
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(src))
		case *ast.Image, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return unescape(b.String())
}
