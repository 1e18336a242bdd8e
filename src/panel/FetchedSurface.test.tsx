import { act, render, screen } from '@testing-library/react';
import React from 'react';
import { Part } from '../profile';
import { FetchedSurface } from './FetchedSurface';

const Words = ({ words }: { words: string }) => <p>{words}</p>;

/** A part whose file is there when `arrive` is called, or cannot be had when `fail` is. */
function fetching() {
  let [arrive, fail] = [() => {}, () => {}];
  const part = new Part<typeof Words>(
    () =>
      new Promise((resolve, reject) => {
        arrive = () => resolve(Words);
        fail = () => reject(new Error('404'));
      })
  );
  return { part, arrive: () => act(async () => arrive()), fail: () => act(async () => fail()) };
}

const props = { words: 'the surface' };

it('a surface that is not here yet has its room: nothing moves when it comes', async () => {
  const { part, arrive } = fetching();
  const { container } = render(<FetchedSurface part={part} props={props} height={52} width={300} occasion={0} />);
  expect(container.firstChild).toHaveStyle({ height: '52px', width: '300px', flex: 'none' });
  expect(container.firstChild).toHaveAttribute('aria-busy', 'true');
  await arrive();
  expect(screen.getByText('the surface')).toBeInTheDocument();
});

it('says that it could not be fetched, unless a surface beside it does', async () => {
  const [loud, silent] = [fetching(), fetching()];
  render(<FetchedSurface part={loud.part} props={props} height={52} occasion={0} />);
  await loud.fail();
  expect(screen.getByRole('status')).toHaveTextContent('could not be loaded from the server');
  expect(screen.getByRole('status')).toHaveAttribute('aria-busy', 'false');
  render(<FetchedSurface part={silent.part} props={props} height={52} occasion={0} silent />);
  await silent.fail();
  expect(screen.getAllByText(/could not be loaded/)).toHaveLength(1);
});
